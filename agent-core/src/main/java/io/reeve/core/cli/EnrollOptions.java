package io.reeve.core.cli;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.EnrollRequest;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a person gives to enrol, on the command line.
final class EnrollOptions {
  private static final String ONE_CREDENTIAL =
      "give one kind of credential: a password, a token, or an identity";

  @Option(names = "--server", paramLabel = "URL", description = "The service's address or host.")
  private @Nullable String server;

  @Option(
      names = "--mail",
      paramLabel = "ADDRESS",
      description = "A mail address, whose domain tells the service's address.")
  private @Nullable String mail;

  @Option(
      names = "--user",
      paramLabel = "U",
      description = "The user name of the password (default: the mail address).")
  private @Nullable String user;

  @Option(
      names = "--password-file",
      paramLabel = "F",
      description = "File with the password of the user or of the identity file.")
  private @Nullable String passwordFile;

  @Option(names = "--token-file", paramLabel = "F", description = "File with an enrolment token.")
  private @Nullable String tokenFile;

  @Option(
      names = "--token-type",
      paramLabel = "URI",
      description = "The token's ValueType, if it is not the usual one.")
  private @Nullable String tokenType;

  @Option(
      names = "--identity",
      paramLabel = "FILE.p12",
      description = "The user's certificate and key (PKCS#12).")
  private @Nullable String identity;

  @Option(
      names = "--ca",
      paramLabel = "FILE.pem",
      description = "Trust these roots instead of the system's.")
  private @Nullable String ca;

  /// The request these options make, with the secrets read.
  ///
  /// @throws AgentException of the kind USAGE when the options do not fit together
  EnrollRequest request(Terminal terminal) {
    check();
    var secrets = new SecretFile(terminal);
    return new EnrollRequest(
        Optional.ofNullable(server),
        Optional.ofNullable(mail),
        Optional.ofNullable(user),
        password(terminal, secrets),
        Optional.ofNullable(tokenFile).map(file -> secrets.text("--token-file", file)),
        Optional.ofNullable(tokenType),
        Optional.ofNullable(identity)
            .map(file -> Base64.getEncoder().encodeToString(secrets.bytes("--identity", file))),
        Optional.ofNullable(ca).map(file -> secrets.text("--ca", file)));
  }

  private void check() {
    refuse(server == null && mail == null, "the service is not named", "give --server or --mail");
    refuse(
        server != null && mail != null,
        "both --server and --mail are given",
        "give only one of them");
    refuse(
        tokenFile != null && identity != null,
        "both --token-file and --identity are given",
        ONE_CREDENTIAL);
    refuse(
        tokenFile != null && passwordFile != null,
        "both --token-file and --password-file are given",
        ONE_CREDENTIAL);
    refuse(
        user != null && (tokenFile != null || identity != null),
        "--user is given with a token or an identity",
        ONE_CREDENTIAL);
    refuse(
        tokenType != null && tokenFile == null,
        "--token-type is given without a token",
        "give --token-file too");
    refuse(
        passwordFile != null && user == null && mail == null && identity == null,
        "--password-file is given without a user",
        "give --user or --mail, or --identity");
    refuse(
        fromStandardInput() > 1,
        "several options are to read standard input",
        "use '-' for one of them only");
  }

  /// A password is asked for where one is surely needed and none is given.
  private Optional<String> password(Terminal terminal, SecretFile secrets) {
    if (passwordFile != null) {
      return Optional.of(secrets.line("--password-file", passwordFile));
    }
    if (identity == null && user == null) {
      return Optional.empty();
    }
    var whose = identity == null ? user : identity;
    return Optional.of(
        terminal
            .secrets()
            .ask("Password of " + Plain.text(String.valueOf(whose)) + ": ")
            .orElseThrow(() ->
                new AgentException(
                    Kind.USAGE,
                    "the password of " + whose + " is missing",
                    "give --password-file FILE, or '-' to read it from standard input")));
  }

  private long fromStandardInput() {
    return Stream.of(passwordFile, tokenFile, identity, ca).filter("-"::equals).count();
  }

  private static void refuse(boolean wrong, String message, String hint) {
    if (wrong) {
      throw new AgentException(Kind.USAGE, message, hint);
    }
  }
}
