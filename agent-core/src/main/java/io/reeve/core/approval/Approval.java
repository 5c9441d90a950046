package io.reeve.core.approval;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// One person's word that one device may do one destructive thing, once and soon. It is signed with
/// an Ed25519 key that the service does not have.
///
/// @param device the id the service knows the device by
/// @param action the address that is executed
/// @param nonce 128 random bits, so that no two approvals are alike
/// @param issued when it was given
/// @param expires until when it counts
public record Approval(
    String device, String action, String nonce, Instant issued, Instant expires) {
  private static final String FIRST = "reeve-approval-1";
  private static final int MOST_CHARACTERS = 4096;
  private static final int NONCE_BYTES = 16;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /// A new one.
  ///
  /// @throws IllegalArgumentException when a name could be taken for another line
  public static Approval of(String device, String action, Instant issued, Instant expires) {
    if ((device + action).chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a name with a control character");
    }
    var nonce = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(nonce);
    return new Approval(
        device,
        action,
        ENCODER.encodeToString(nonce),
        issued.truncatedTo(ChronoUnit.MILLIS),
        expires.truncatedTo(ChronoUnit.MILLIS));
  }

  /// What is signed: six lines in UTF-8, each with a line end.
  private String text() {
    return String.join("\n", FIRST, device, action, nonce, issued.toString(), expires.toString())
        + "\n";
  }

  /// As it travels: the signed lines and the signature, each in base64url, a full stop between.
  ///
  /// @param key an Ed25519 key
  /// @throws GeneralSecurityException when it is another key
  public String sign(PrivateKey key) throws GeneralSecurityException {
    var signature = Signature.getInstance("Ed25519");
    signature.initSign(key);
    var text = text().getBytes(UTF_8);
    signature.update(text);
    return ENCODER.encodeToString(text) + "." + ENCODER.encodeToString(signature.sign());
  }

  /// Reads what travelled. Nothing of it is looked at before its signature has been found good.
  ///
  /// @param keys whose word counts
  /// @return empty when none of them has signed it
  public static Optional<Approval> open(String token, List<PublicKey> keys) {
    var dot = token.indexOf('.');
    if (dot < 0 || token.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    try {
      var text = Base64.getUrlDecoder().decode(token.substring(0, dot));
      var signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
      return keys.stream().anyMatch(key -> verifies(key, text, signature))
          ? parse(new String(text, UTF_8))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static boolean verifies(PublicKey key, byte[] text, byte[] signature) {
    try {
      var check = Signature.getInstance("Ed25519");
      check.initVerify(key);
      check.update(text);
      return check.verify(signature);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static Optional<Approval> parse(String text) {
    var lines = text.split("\n", -1);
    if (lines.length != 7 || !lines[0].equals(FIRST) || !lines[6].isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Approval(
              lines[1], lines[2], lines[3], Instant.parse(lines[4]), Instant.parse(lines[5])));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
