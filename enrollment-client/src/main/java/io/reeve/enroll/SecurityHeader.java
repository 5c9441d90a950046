package io.reeve.enroll;

import io.reeve.enroll.EnrollmentRequest.Credential;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/// The content of `wsse:Security`, by kind of credential.
final class SecurityHeader {
  /// The specification gives this very text.
  static final String USER_TOKEN_ID = "uuid-cc1ccc1f-2fba-4bcf-b063-ffc0cac77917-4";

  static final String CERTIFICATE_ID = "uuid-5c4b8f0a-7d52-4f0e-9b0a-2f7c1d6e3a91-1";
  private static final Duration VALID = Duration.ofMinutes(5);

  private SecurityHeader() {}

  /// @param valueType of the token that carries a certificate; of no use to the others
  static String of(Credential credential, String valueType, Instant now) {
    return switch (credential) {
      case Credential.Password(var name, var password) -> password(name, password);
      case Credential.Token token -> token(token.value(), token.valueType());
      case Credential.Certificate certificate ->
          timestamp(now) + certificate(certificate.identity(), valueType);
    };
  }

  /// For a renewal: the certificate in TLS is what counts, the name says whose it is.
  static String renewal(String user, Instant now) {
    if (user.isEmpty()) {
      return timestamp(now);
    }
    return timestamp(now) + password(user, "");
  }

  private static String password(String name, String password) {
    return new Xml()
        .open("wsse:UsernameToken", "u:Id", USER_TOKEN_ID)
        .leaf("wsse:Username", name)
        .leaf("wsse:Password", password, "wsse:Type", Uris.PASSWORD_TEXT)
        .close("wsse:UsernameToken")
        .toString();
  }

  private static String token(String token, String valueType) {
    var encoded = Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
    return new Xml()
        .leaf(
            "wsse:BinarySecurityToken",
            encoded,
            "ValueType",
            valueType,
            "EncodingType",
            Uris.BASE64)
        .toString();
  }

  private static String certificate(Identity identity, String valueType) {
    return new Xml()
        .leaf(
            "wsse:BinarySecurityToken",
            Certificates.base64(identity.certificate()),
            "u:Id",
            CERTIFICATE_ID,
            "ValueType",
            valueType,
            "EncodingType",
            Uris.BASE64)
        .toString();
  }

  private static String timestamp(Instant now) {
    var created = now.truncatedTo(ChronoUnit.SECONDS);
    return new Xml()
        .open("u:Timestamp", "u:Id", "_0")
        .leaf("u:Created", created.toString())
        .leaf("u:Expires", created.plus(VALID).toString())
        .close("u:Timestamp")
        .toString();
  }
}
