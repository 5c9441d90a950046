package io.reeve.core.agent;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.EnrollRequest;
import io.reeve.enroll.DeviceFacts;
import io.reeve.enroll.EnrollmentRequest;
import io.reeve.enroll.EnrollmentRequest.Credential;
import io.reeve.enroll.EnrollmentRequest.Target;
import io.reeve.enroll.EnrollmentType;
import io.reeve.enroll.Identity;
import io.reeve.enroll.Trust;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Makes an enrolment request of what a person gave, or says what is wrong with it.
final class Enrolling {
  private Enrolling() {}

  /// @param facts about this machine
  /// @throws AgentException of the kind USAGE when something is missing, contradictory or malformed
  static EnrollmentRequest request(EnrollRequest given, DeviceFacts facts) {
    return new EnrollmentRequest(
        target(given), credential(given), trust(given), EnrollmentType.DEVICE, facts);
  }

  private static Target target(EnrollRequest given) {
    if (given.server().isPresent() == given.mail().isPresent()) {
      throw usage(
          "give either a server or a mail address",
          "--server https://mdm.example.org/... or --mail ann@example.org");
    }
    given
        .server()
        .filter(server ->
            !server.matches("(?i)(https://)?([^\\s/:@]+|\\[[0-9a-f:.]+])(:\\d+)?(/\\S*)?"))
        .ifPresent(server -> {
          throw usage(
              "'" + server + "' is no https address of an enrolment service",
              "give one as https://mdm.example.org/EnrollmentServer/Discovery.svc");
        });
    given
        .mail()
        .filter(mail -> !mail.matches("[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+"))
        .ifPresent(mail -> {
          throw usage(
              "'" + mail + "' is no mail address",
              "give one as ann@example.org, or the service's address with --server");
        });
    return given
        .server()
        .<Target>map(Target.Server::new)
        .orElseGet(() -> new Target.Mail(given.mail().orElseThrow()));
  }

  private static Credential credential(EnrollRequest given) {
    var user = given.user().or(given::mail);
    if (given.token().isPresent()) {
      if (given.password().isPresent() || given.identity().isPresent()) {
        throw usage("more than one kind of credential was given", "choose one");
      }
      return new Credential.Token(
          user, given.token().get(), given.tokenType().orElse(Credential.Token.USER_TOKEN));
    }
    if (given.identity().isPresent()) {
      return new Credential.Certificate(
          user, identity(given.identity().get(), given.password().orElse("")));
    }
    if (given.password().isEmpty()) {
      throw usage(
          "no credential was given",
          "use --user and --password-file, --token-file, or --identity with --password-file");
    }
    return new Credential.Password(
        user.orElseThrow(() -> usage("the password has no user", "add --user NAME")),
        given.password().get());
  }

  private static Identity identity(String base64, String password) {
    var secret = password.toCharArray();
    try {
      var file = KeyStore.getInstance("PKCS12");
      file.load(new ByteArrayInputStream(Base64.getDecoder().decode(base64)), secret);
      for (var alias : Collections.list(file.aliases())) {
        var key = file.getKey(alias, secret);
        if (key instanceof PrivateKey found && file.getCertificateChain(alias) != null) {
          var chain =
              Arrays.stream(file.getCertificateChain(alias)).map(X509Certificate.class::cast);
          return new Identity(found, chain.toList());
        }
      }
      throw usage("the identity file holds no key with a certificate", "export both together");
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw usage(
          "the identity file cannot be opened: "
              + Optional.ofNullable(e.getMessage()).orElse("it ends too early"),
          "check that it is PKCS#12 and that the password file belongs to it");
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  private static Trust trust(EnrollRequest given) {
    return given.trustedRoots().map(pem -> Trust.only(certificates(pem))).orElse(Trust.SYSTEM);
  }

  private static List<X509Certificate> certificates(String pem) {
    try {
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      if (found.isEmpty()) {
        throw usage("the CA file holds no certificate", "give one or more in PEM form");
      }
      return found.stream().map(X509Certificate.class::cast).toList();
    } catch (CertificateException e) {
      throw usage("the CA file cannot be read: " + e.getMessage(), "give certificates in PEM form");
    }
  }

  private static AgentException usage(String message, String hint) {
    return new AgentException(Kind.USAGE, message, hint);
  }
}
