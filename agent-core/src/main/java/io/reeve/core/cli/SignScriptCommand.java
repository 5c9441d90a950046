package io.reeve.core.cli;

import io.reeve.core.approval.Keys;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `reeve sign-script`.
@Command(
    name = "sign-script",
    customSynopsis = {
      "reeve sign-script --key FILE --name NAME --script-version N",
      "         --once FILE | --detect FILE [--remediate FILE] [--undo FILE]",
      "         [--interpreter PROGRAM] [--run-as WHO] [--timeout N] [OPTION...]",
      "       reeve sign-script --new-key FILE [OPTION...]"
    },
    description = {
      "Sign a script or a remediation that a service may have run.",
      "Runs on your own machine and needs nothing but your key. It prints the signature, which"
          + " goes into the node Signature beside the scripts. It is for these very scripts under"
          + " this very name; sign with a higher --script-version what replaces an older one."
    },
    footer = {
      "  reeve sign-script --new-key scripts.pem",
      "  reeve sign-script --key scripts.pem --name disk-space --detect look.sh \\",
      "      --remediate mend.sh --script-version 1",
      "  reeve sign-script --key scripts.pem --name hello --once hello.sh \\",
      "      --script-version 1"
    })
final class SignScriptCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--new-key",
      paramLabel = "FILE",
      description =
          "Make a key instead: the private half goes into FILE, the public half, which devices"
              + " are given when they enrol, is printed.")
  private @Nullable Path newKey;

  @Mixin private final ScriptOptions options = new ScriptOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  /// What is printed for scripts.
  private record Signed(String signature, String name, String signed) {}

  SignScriptCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (newKey != null) {
      options.refuse("--new-key");
      context.show(output, NewKey.in(newKey), made -> context.say(made.publicKey()));
    } else {
      sign();
    }
    return 0;
  }

  private void sign() {
    var secrets = new SecretFile(context.terminal());
    var script = options.script(secrets);
    var file = options.key();
    var pem = secrets.text("--key", file);
    try {
      var signature = script.sign(Keys.privateKey(pem));
      context.show(
          output,
          new Signed(signature, script.id(), script.text()),
          shown -> context.say(shown.signature()));
    } catch (GeneralSecurityException e) {
      throw new AgentException(
          Kind.USAGE,
          "it cannot be signed with " + file + ": " + e.getMessage(),
          "the key is Ed25519 in PKCS#8 without a password; 'reeve sign-script --new-key' makes"
              + " one");
    }
  }
}
