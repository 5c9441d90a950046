package io.reeve.core.cli;

import io.reeve.core.approval.Approval;
import io.reeve.core.approval.ApproverKeys;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
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

  private record NewKey(String file, String publicKey) {}

  ApproveCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (what != null && what.newKey != null) {
      make(what.newKey);
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
      var token = approval.sign(ApproverKeys.privateKey(pem));
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

  private void make(Path file) {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      var body =
          Base64.getMimeEncoder(64, new byte[] {'\n'})
              .encodeToString(pair.getPrivate().getEncoded());
      write(file, "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
      var open = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
      context.show(common, new NewKey(file.toString(), open), key -> context.say(key.publicKey()));
    } catch (FileAlreadyExistsException _) {
      throw new AgentException(
          Kind.USAGE, file + " is there already", "name another file; a key is never overwritten");
    } catch (IOException e) {
      throw new AgentException(
          Kind.FAILED, "cannot write " + file + ": " + e.getMessage(), "check the folder");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /// Made for its owner alone before anything is in it.
  private static void write(Path file, String text) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    boolean posix =
        file.toAbsolutePath().getFileSystem().supportedFileAttributeViews().contains("posix");
    try (var channel =
        posix
            ? Files.newByteChannel(
                file,
                options,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
            : Files.newByteChannel(file, options)) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }
  }
}
