package io.reeve.core.cli;

import io.reeve.core.approval.Approval;
import io.reeve.core.approval.Keys;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `reeve approve`.
@Command(
    name = "approve",
    description = {
      "Approve, as a second person, that a device does something destructive.",
      "Runs on your own machine and needs nothing but your key. It prints the approval, which the"
          + " service gives to the device; without it the device refuses the service alone. An"
          + " approval counts for one device and one action, once."
    },
    footer = {
      "  reeve approve --new-key approver.pem",
      "  reeve approve --key approver.pem --device 7F3A... --action wipe"
    })
final class ApproveCommand implements Callable<Integer> {
  private static final Map<String, String> NAMES =
      Map.of(
          "wipe", "./Device/Vendor/MSFT/RemoteWipe/doWipe",
          "wipe-protected", "./Device/Vendor/MSFT/RemoteWipe/doWipeProtected",
          "disable", "./Device/Vendor/Reeve/Actions/DisableAccount",
          "retire", "./Device/Vendor/MSFT/DMClient/Unenroll");

  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();

  @ArgGroup(multiplicity = "1")
  private @Nullable What what;

  /// What is to be done.
  private static final class What {
    @ArgGroup(exclusive = false)
    private @Nullable Approve approve;

    @Option(
        names = "--new-key",
        paramLabel = "FILE",
        description =
            "Make a key instead: the private half goes into FILE, the public half, which devices are"
                + " given when they enrol, is printed.")
    private @Nullable Path newKey;
  }

  /// An approval.
  private static final class Approve {
    @Option(
        names = "--key",
        required = true,
        paramLabel = "FILE",
        description = "Your private Ed25519 key, PKCS#8 in PEM.")
    private String key = "";

    @Option(
        names = "--device",
        required = true,
        paramLabel = "ID",
        description = "The id the service knows the device by, as 'reeve status' shows it there.")
    private String device = "";

    @Option(
        names = "--action",
        required = true,
        paramLabel = "ACTION",
        description = "wipe, wipe-protected, disable, retire, or the address that is executed.")
    private String action = "";

    @Option(
        names = "--argument",
        paramLabel = "TEXT",
        description = "What is given to the action; none of those with a name takes anything.")
    private String argument = "";

    @Option(
        names = "--minutes",
        paramLabel = "N",
        defaultValue = "60",
        description = "For how long it counts, 1 to 1440 (default: 60).")
    private int minutes;
  }

  /// What is printed for scripts.
  private record Approved(String approval, String device, String action, String expires) {}

  ApproveCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (what != null && what.newKey != null) {
      context.show(common, NewKey.in(what.newKey), key -> context.say(key.publicKey()));
    } else if (what != null && what.approve != null) {
      approve(what.approve);
    }
    return 0;
  }

  private void approve(Approve wanted) {
    if (wanted.minutes < 1 || wanted.minutes > 1440) {
      throw new AgentException(
          Kind.USAGE, "--minutes is " + wanted.minutes, "give a number from 1 to 1440");
    }
    var action = NAMES.getOrDefault(wanted.action, wanted.action);
    if (!action.startsWith("./")) {
      throw new AgentException(
          Kind.USAGE,
          "there is no action '" + wanted.action + "'",
          "give wipe, wipe-protected, disable, retire, or an address such as " + NAMES.get("wipe"));
    }
    var pem = new SecretFile(context.terminal()).text("--key", wanted.key);
    var now = context.terminal().clock().instant();
    try {
      var approval =
          Approval.of(
              wanted.device,
              action,
              wanted.argument,
              now,
              now.plus(Duration.ofMinutes(wanted.minutes)));
      var token = approval.sign(Keys.privateKey(pem));
      context.show(
          common,
          new Approved(token, wanted.device, action, approval.expires().toString()),
          shown -> context.say(shown.approval()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new AgentException(
          Kind.USAGE,
          "it cannot be approved with " + wanted.key + ": " + e.getMessage(),
          "the key is Ed25519 in PKCS#8 without a password; 'reeve approve --new-key' makes one");
    }
  }
}
