package io.reeve.core.cli;

import io.reeve.core.approval.Keys;
import io.reeve.core.approval.SignedScript;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `reeve sign-script`.
@Command(
    name = "sign-script",
    description = {
      "Sign a script or a remediation that a service may have run.",
      "Runs on your own machine and needs nothing but your key. It prints the signature, which"
          + " goes into the node Signature beside the scripts. It is for these very scripts under"
          + " this very name; sign with a higher --script-version what replaces an older one."
    },
    footer = {
      "  reeve sign-script --new-key scripts.pem",
      "  reeve sign-script --key scripts.pem --name disk-space --detect look.sh --remediate mend.sh"
          + " --script-version 1",
      "  reeve sign-script --key scripts.pem --name hello --once hello.sh --script-version 1"
    })
final class SignScriptCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();

  @ArgGroup(multiplicity = "1")
  private @Nullable What what;

  /// What is to be done.
  private static final class What {
    @ArgGroup(exclusive = false)
    private @Nullable Sign sign;

    @Option(
        names = "--new-key",
        paramLabel = "FILE",
        description =
            "Make a key instead: the private half goes into FILE, the public half, which devices"
                + " are given when they enrol, is printed.")
    private @Nullable Path newKey;
  }

  /// A signature.
  private static final class Sign {
    @Option(
        names = "--key",
        required = true,
        paramLabel = "FILE",
        description = "Your private Ed25519 key, PKCS#8 in PEM.")
    private String key = "";

    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        description = "The remediation's or the script's name: the node below which it is sent.")
    private String name = "";

    @ArgGroup(multiplicity = "1")
    private Texts texts = new Texts();

    @Option(
        names = "--interpreter",
        paramLabel = "PROGRAM",
        description = "As the node Interpreter says; leave it out when there is none.")
    private String interpreter = "";

    @Option(
        names = "--run-as",
        paramLabel = "WHO",
        defaultValue = "system",
        description = "system or user (default: system).")
    private String runAs = "";

    @Option(
        names = "--timeout",
        paramLabel = "N",
        description = "As the node TimeoutSeconds says; leave it out when there is none.")
    private String timeout = "";

    @Option(
        names = "--script-version",
        paramLabel = "N",
        required = true,
        description =
            "As the node Version says. A device on which a higher one has run refuses it.")
    private long version;
  }

  /// The scripts.
  private static final class Texts {
    @Option(
        names = "--once",
        required = true,
        paramLabel = "FILE",
        description = "A script that runs once.")
    private @Nullable String once;

    @ArgGroup(exclusive = false)
    private @Nullable Remediation remediation;
  }

  /// The scripts of a remediation.
  private static final class Remediation {
    @Option(
        names = "--detect",
        required = true,
        paramLabel = "FILE",
        description = "The script of a remediation that looks.")
    private String detect = "";

    @Option(names = "--remediate", paramLabel = "FILE", description = "The one that mends.")
    private @Nullable String remediate;

    @Option(names = "--undo", paramLabel = "FILE", description = "The one that takes back.")
    private @Nullable String undo;
  }

  /// What is printed for scripts.
  private record Signed(String signature, String name, String signed) {}

  SignScriptCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (what != null && what.newKey != null) {
      var made = NewKey.in(what.newKey);
      context.show(common, made, key -> context.say(key.publicKey()));
    } else if (what != null && what.sign != null) {
      sign(what.sign);
    }
    return 0;
  }

  private void sign(Sign wanted) {
    check(wanted);
    var script = script(wanted);
    var pem = new SecretFile(context.terminal()).text("--key", wanted.key);
    try {
      var signature = script.sign(Keys.privateKey(pem));
      context.show(
          common,
          new Signed(signature, script.id(), script.text()),
          shown -> context.say(shown.signature()));
    } catch (GeneralSecurityException e) {
      throw new AgentException(
          Kind.USAGE,
          "it cannot be signed with " + wanted.key + ": " + e.getMessage(),
          "the key is Ed25519 in PKCS#8 without a password; 'reeve sign-script --new-key' makes"
              + " one");
    }
  }

  /// What no device takes is not signed.
  private static void check(Sign wanted) {
    if (!SignedScript.isName(wanted.name)) {
      throw wrong("--name", wanted.name, "give letters, digits and . _ -, 64 at most");
    }
    if (!SignedScript.mayBe("RunAs", wanted.runAs)) {
      throw wrong("--run-as", wanted.runAs, "give system or user");
    }
    if (!wanted.interpreter.isEmpty() && !SignedScript.mayBe("Interpreter", wanted.interpreter)) {
      throw wrong("--interpreter", wanted.interpreter, "give the path of a program, from the root");
    }
    if (!wanted.timeout.isEmpty() && !SignedScript.mayBe("TimeoutSeconds", wanted.timeout)) {
      throw wrong("--timeout", wanted.timeout, "give seconds, 1 to 3600");
    }
    if (!SignedScript.mayBe("Version", Long.toString(wanted.version))) {
      throw wrong("--script-version", Long.toString(wanted.version), "give 0 to 999999999");
    }
  }

  private static AgentException wrong(String option, String value, String hint) {
    return new AgentException(Kind.USAGE, option + " is '" + value + "'", hint);
  }

  private SignedScript script(Sign wanted) {
    var parts = new LinkedHashMap<String, String>();
    var once = wanted.texts.once;
    var remediation = wanted.texts.remediation;
    if (remediation != null) {
      put(parts, "Detect", "--detect", remediation.detect);
      put(parts, "Remediate", "--remediate", remediation.remediate);
      put(parts, "Undo", "--undo", remediation.undo);
    } else {
      put(parts, "Detect", "--once", once);
    }
    parts.put("Interpreter", wanted.interpreter);
    parts.put("RunAs", wanted.runAs);
    parts.put("TimeoutSeconds", wanted.timeout);
    parts.put("Version", Long.toString(wanted.version));
    return new SignedScript(once == null ? wanted.name : SignedScript.ONCE + wanted.name, parts);
  }

  /// A text is signed byte for byte, its last line's end too.
  private void put(Map<String, String> parts, String name, String option, @Nullable String file) {
    if (file != null) {
      var bytes = new SecretFile(context.terminal()).bytes(option, file);
      parts.put(name, text(bytes, option, file));
    }
  }

  /// A device reads text: bytes that are none would be others there.
  private static String text(byte[] bytes, String option, String file) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw new AgentException(
          Kind.USAGE,
          file + ", given with " + option + ", is no text in UTF-8",
          "save it in UTF-8, which is what devices run");
    }
  }
}
