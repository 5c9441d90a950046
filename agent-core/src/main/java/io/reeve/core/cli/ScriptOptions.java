package io.reeve.core.cli;

import static io.reeve.core.cli.OptionRules.given;

import io.reeve.core.approval.SignedScript;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What is to be signed, on the command line.
final class ScriptOptions {
  private static final OptionRules RULES = new OptionRules("sign-script");

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Your private Ed25519 key, PKCS#8 in PEM.")
  private @Nullable String key;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The remediation's or the script's name: the node below which it is sent.")
  private @Nullable String name;

  @Option(
      names = "--script-version",
      paramLabel = "N",
      description = "As the node Version says. A device on which a higher one has run refuses it.")
  private @Nullable Long version;

  @Option(names = "--once", paramLabel = "FILE", description = "A script that runs once.")
  private @Nullable String once;

  @Option(
      names = "--detect",
      paramLabel = "FILE",
      description = "The script of a remediation that looks.")
  private @Nullable String detect;

  @Option(names = "--remediate", paramLabel = "FILE", description = "The one that mends.")
  private @Nullable String remediate;

  @Option(names = "--undo", paramLabel = "FILE", description = "The one that takes back.")
  private @Nullable String undo;

  @Option(
      names = "--interpreter",
      paramLabel = "PROGRAM",
      description = "As the node Interpreter says; leave it out when there is none.")
  private @Nullable String interpreter;

  @Option(names = "--run-as", paramLabel = "WHO", description = "system or user (default: system).")
  private @Nullable String runAs;

  @Option(
      names = "--timeout",
      paramLabel = "N",
      description = "As the node TimeoutSeconds says; leave it out when there is none.")
  private @Nullable String timeout;

  /// Refuses all of these beside another option.
  void refuse(String beside) {
    RULES.alone(
        beside,
        Stream.concat(
            Stream.of(given("--key", key), given("--name", name), given("--once", once)),
            Stream.concat(ofRemediation(), more())));
  }

  private Stream<Optional<String>> ofRemediation() {
    return Stream.of(
        given("--detect", detect), given("--remediate", remediate), given("--undo", undo));
  }

  private Stream<Optional<String>> more() {
    return Stream.of(
        given("--script-version", version),
        given("--interpreter", interpreter),
        given("--run-as", runAs),
        given("--timeout", timeout));
  }

  /// The file with the key.
  String key() {
    return RULES.need("--key FILE", key);
  }

  /// What is signed; nothing that no device takes.
  ///
  /// @param files reads the scripts
  SignedScript script(SecretFile files) {
    var under = RULES.need("--name NAME", name);
    if (!SignedScript.isName(under)) {
      throw wrong("--name", under, "give letters, digits and . _ -, 64 at most");
    }
    var parts = new LinkedHashMap<String, String>();
    parts.put("Version", version());
    var program = "give the path of a program, from the root";
    parts.put("Interpreter", part("Interpreter", "--interpreter", interpreter, program));
    var who = runAs == null ? "system" : runAs;
    parts.put("RunAs", part("RunAs", "--run-as", who, "give system or user"));
    var seconds = "give seconds, 1 to 3600";
    parts.put("TimeoutSeconds", part("TimeoutSeconds", "--timeout", timeout, seconds));
    read(files, parts);
    return new SignedScript(once == null ? under : SignedScript.ONCE + under, parts);
  }

  private String version() {
    var number = Long.toString(RULES.need("--script-version N", version));
    return part("Version", "--script-version", number, "give 0 to 999999999");
  }

  private static String part(String name, String option, @Nullable String value, String hint) {
    if (value == null) {
      return "";
    }
    if (!SignedScript.mayBe(name, value)) {
      throw wrong(option, value, hint);
    }
    return value;
  }

  private void read(SecretFile files, Map<String, String> parts) {
    if (once != null) {
      RULES.alone("--once", ofRemediation());
      parts.put("Detect", text(files, "--once", once));
      return;
    }
    var look = RULES.need("--once FILE or --detect FILE", detect);
    parts.put("Detect", text(files, "--detect", look));
    if (remediate != null) {
      parts.put("Remediate", text(files, "--remediate", remediate));
    }
    if (undo != null) {
      parts.put("Undo", text(files, "--undo", undo));
    }
  }

  /// A text is signed byte for byte, its last line's end too. A device reads text: bytes that are
  /// none would be others there.
  private static String text(SecretFile files, String option, String file) {
    try {
      var bytes = ByteBuffer.wrap(files.bytes(option, file));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException _) {
      throw new AgentException(
          Kind.USAGE,
          file + ", given with " + option + ", is no text in UTF-8",
          "save it in UTF-8, which is what devices run");
    }
  }

  private static AgentException wrong(String option, String value, String hint) {
    return new AgentException(Kind.USAGE, option + " is '" + value + "'", hint);
  }
}
