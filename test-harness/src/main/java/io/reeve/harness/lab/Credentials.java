package io.reeve.harness.lab;

import io.reeve.enroll.xml.XmlElement;
import io.reeve.harness.lab.Soap.Refused;
import io.reeve.harness.lab.Soap.Request;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// Tells who sends an enrolment request, from its Security header: a user name with password, an
/// enrolment token, or a user certificate with a signature. What was sent decides, not what
/// discovery advertised.
final class Credentials {
  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final Duration LONGEST_STAMP = Duration.ofHours(1);

  private final Accounts accounts;
  private final UserSignature signature;
  private final Optional<String> tokenType;
  private final Throttle throttle;
  private final Clock clock;

  Credentials(Accounts accounts, UserSignature signature, Optional<String> tokenType, Clock clock) {
    this.accounts = accounts;
    this.signature = signature;
    this.tokenType = tokenType;
    this.throttle = new Throttle(clock);
    this.clock = clock;
  }

  /// Who may enrol.
  ///
  /// @param user the name the device is enrolled for
  /// @param token the enrolment token to take a use of
  record Who(String user, Optional<String> token) {}

  /// @param sloppy takes tokens only, as the server it mimics does
  Who check(Request request, boolean sloppy) throws Refused {
    var security = request.security();
    var binary = security.child("BinarySecurityToken");
    if (binary.isPresent() && security.child("Signature").isPresent() && !sloppy) {
      checkTimestamp(security);
      return new Who(
          signature.user(request.bytes(), decoded(binary.get()), clock.instant()),
          Optional.empty());
    }
    if (binary.isPresent()) {
      return byToken(binary.get());
    }
    var named = security.child("UsernameToken");
    if (named.isEmpty() || sloppy) {
      throw Soap.refused(
          sloppy ? "messageformat" : "InvalidSecurity",
          sloppy
              ? "only BinarySecurityToken authentication is supported"
              : "the request carries no credentials");
    }
    return byPassword(named.get());
  }

  private Who byPassword(XmlElement token) throws Refused {
    var user = token.child("Username").map(XmlElement::trimmed).orElse("");
    var password = token.child("Password").map(XmlElement::text).orElse("").toCharArray();
    if (!throttle.mayTry(user)) {
      throw Soap.refused("Authentication", "too many wrong passwords; try again in 5 minutes");
    }
    if (!accounts.knows(user, password)) {
      throttle.failed(user);
      throw Soap.refused("Authentication", "user name or password is wrong");
    }
    throttle.succeeded(user);
    return new Who(user, Optional.empty());
  }

  private Who byToken(XmlElement token) throws Refused {
    var type = token.attributes().getOrDefault("ValueType", "").strip();
    boolean usual = type.endsWith("ConfigurationManager/Enrollment/DeviceEnrollmentUserToken");
    if (!usual && !tokenType.equals(Optional.of(type))) {
      throw Soap.refused("InvalidSecurity", "tokens of type '" + type + "' are not taken here");
    }
    var secret = new String(decoded(token), StandardCharsets.UTF_8);
    var good =
        accounts
            .good(secret)
            .orElseThrow(() ->
                Soap.refused(
                    "Authentication", "the enrolment token is unknown, used up or expired"));
    return new Who(good.user(), Optional.of(good.id()));
  }

  private static byte[] decoded(XmlElement token) throws Refused {
    if (!token.attributes().getOrDefault("EncodingType", "").strip().equals(Soap.BASE64)) {
      throw Soap.refused("InvalidSecurity", "EncodingType must be " + Soap.BASE64);
    }
    return base64(token.text(), "InvalidSecurity");
  }

  /// The bytes of base64 with any white space in it.
  static byte[] base64(String text, String subcode) throws Refused {
    try {
      return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
    } catch (IllegalArgumentException wrong) {
      throw Soap.refused(subcode, "a token is not base64: " + wrong.getMessage());
    }
  }

  private void checkTimestamp(XmlElement security) throws Refused {
    var created = time(security, "Created");
    var expires = time(security, "Expires");
    var now = clock.instant();
    if (created.isAfter(now.plus(SKEW))
        || expires.isBefore(now.minus(SKEW))
        || Duration.between(created, expires).compareTo(LONGEST_STAMP) > 0) {
      throw Soap.refused("InvalidSecurity", "the request's timestamp is not of now");
    }
  }

  private static Instant time(XmlElement security, String name) throws Refused {
    try {
      return Instant.parse(
          security.at("Timestamp", name).map(XmlElement::trimmed).orElse("missing"));
    } catch (DateTimeException wrong) {
      throw Soap.refused("InvalidSecurity", "the request's timestamp cannot be read");
    }
  }
}
