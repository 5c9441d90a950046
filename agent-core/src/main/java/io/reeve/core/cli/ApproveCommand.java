package io.reeve.core.cli;

import static io.reeve.core.cli.OptionRules.given;

import io.reeve.core.approval.Approval;
import io.reeve.core.approval.Keys;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `reeve approve`.
@Command(
    name = "approve",
    customSynopsis = {
      "reeve approve --key FILE --device ID --action ACTION [--argument TEXT]",
      "         [--minutes N] [OPTION...]",
      "       reeve approve --new-key FILE [OPTION...]"
    },
    description = {
      "Approve, as a second person, that a device does something destructive.",
      "Runs on your own machine and needs nothing but your key. It prints the approval, which the"
          + " service gives to the device; without it the device refuses the service alone. An"
          + " approval counts for one device and one action, once."
    },
    footer = {
      "  reeve approve --new-key approver.pem",
      "  reeve approve --key approver.pem --device 7F3A... --action wipe",
      "  reeve approve --key approver.pem --device 7F3A... --action disable \\",
      "    --argument ann"
    })
final class ApproveCommand implements Callable<Integer> {
  private static final Map<String, String> NAMES =
      Map.of(
          "wipe", "./Device/Vendor/MSFT/RemoteWipe/doWipe",
          "wipe-protected", "./Device/Vendor/MSFT/RemoteWipe/doWipeProtected",
          "disable", "./Device/Vendor/Reeve/Actions/DisableAccount",
          "retire", "./Device/Vendor/MSFT/DMClient/Unenroll");

  private static final String DISABLE = NAMES.getOrDefault("disable", "");

  private static final OptionRules RULES = new OptionRules("approve");
  private static final int USUAL_MINUTES = 60;

  private final Context context;

  @Option(
      names = "--new-key",
      paramLabel = "FILE",
      description =
          "Make a key instead: the private half goes into FILE, the public half, which devices are"
              + " given when they enrol, is printed.")
  private @Nullable Path newKey;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Your private Ed25519 key, PKCS#8 in PEM.")
  private @Nullable String key;

  @Option(
      names = "--device",
      paramLabel = "ID",
      description = "The id the service knows the device by, as 'reeve status' shows it there.")
  private @Nullable String device;

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description = "wipe, wipe-protected, disable, retire, or the address that is executed.")
  private @Nullable String action;

  @Option(
      names = "--argument",
      paramLabel = "TEXT",
      description =
          "What is given to the action, to the letter: for disable the account's name; the others"
              + " with a name take nothing.")
  private @Nullable String argument;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "For how long it counts, 1 to 1440 (default: 60).")
  private @Nullable Integer minutes;

  @Mixin private final OutputOptions output = new OutputOptions();

  /// What is printed for scripts.
  private record Approved(String approval, String device, String action, String expires) {}

  ApproveCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (newKey != null) {
      RULES.alone("--new-key", ofApproval());
      context.show(output, NewKey.in(newKey), made -> context.say(made.publicKey()));
    } else {
      approve();
    }
    return 0;
  }

  private Stream<Optional<String>> ofApproval() {
    return Stream.of(
        given("--key", key),
        given("--device", device),
        given("--action", action),
        given("--argument", argument),
        given("--minutes", minutes));
  }

  private void approve() {
    var file = RULES.need("--key FILE", key);
    var whose = RULES.need("--device ID", device);
    var address = address(RULES.need("--action ACTION", action));
    if (argument == null && address.equalsIgnoreCase(DISABLE)) {
      throw new AgentException(
          Kind.USAGE,
          "disable is approved for one account, and --argument is missing",
          "give the account's name as the service will, with --argument NAME");
    }
    var lasts = minutes == null ? USUAL_MINUTES : minutes;
    if (lasts < 1 || lasts > 1440) {
      throw new AgentException(Kind.USAGE, "--minutes is " + lasts, "give a number from 1 to 1440");
    }
    var pem = new SecretFile(context.terminal()).text("--key", file);
    var now = context.terminal().clock().instant();
    try {
      var approval =
          Approval.of(
              whose,
              address,
              argument == null ? "" : argument,
              now,
              now.plus(Duration.ofMinutes(lasts)));
      var token = approval.sign(Keys.privateKey(pem));
      context.show(
          output,
          new Approved(token, whose, address, approval.expires().toString()),
          shown -> context.say(shown.approval()));
    } catch (GeneralSecurityException e) {
      throw new AgentException(
          Kind.USAGE,
          "it cannot be approved with " + file + ": " + e.getMessage(),
          "the key is Ed25519 in PKCS#8 without a password; 'reeve approve --new-key' makes one");
    } catch (IllegalArgumentException e) {
      throw RULES.wrong("it cannot be approved: " + e.getMessage());
    }
  }

  private static String address(String action) {
    var address = NAMES.getOrDefault(action, action);
    if (!address.startsWith("./")) {
      throw new AgentException(
          Kind.USAGE,
          "there is no action '" + action + "'",
          "give wipe, wipe-protected, disable, retire, or an address such as " + NAMES.get("wipe"));
    }
    return address;
  }
}
