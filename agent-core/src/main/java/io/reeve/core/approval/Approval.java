package io.reeve.core.approval;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reeve.policy.OmaUri;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One person's word that one device may do one destructive thing, once and soon. It is signed with
/// an Ed25519 key that the service does not have.
///
/// @param device the id the service knows the device by
/// @param action the address that is executed, in its one spelling
/// @param argument what stands for what is given to it: SHA-256 in hexadecimal digits
/// @param nonce 128 random bits, so that no two approvals are alike
/// @param issued when it was given
/// @param expires until when it counts
public record Approval(
    String device, String action, String argument, String nonce, Instant issued, Instant expires) {
  private static final String FIRST = "reeve-approval-2";
  private static final OmaUri UNENROLL = OmaUri.parse("./Device/Vendor/MSFT/DMClient/Unenroll");
  private static final Pattern OTHER_UNENROLL =
      Pattern.compile("(?i)\\./Device/Vendor/MSFT/DMClient/Provider/[^/]+/Unenroll");
  private static final int MOST_CHARACTERS = 4096;
  private static final int NONCE_BYTES = 16;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /// A new one.
  ///
  /// @param action the address, however it is spelt
  /// @param argument what is given to it; empty for nothing
  /// @throws IllegalArgumentException when the address is none, or the device's id could be taken
  ///   for another line
  public static Approval of(
      String device, String action, String argument, Instant issued, Instant expires) {
    if (device.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a name with a control character");
    }
    var nonce = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(nonce);
    return new Approval(
        device,
        spelt(action).toString(),
        digest(argument),
        ENCODER.encodeToString(nonce),
        issued.truncatedTo(ChronoUnit.MILLIS),
        expires.truncatedTo(ChronoUnit.MILLIS));
  }

  /// Whether it is for doing that.
  ///
  /// @param given the argument; empty for nothing
  public boolean isFor(OmaUri other, String given) {
    return action.equalsIgnoreCase(spelt(other.toString()).toString())
        && argument.equals(digest(given));
  }

  /// The end of the enrolment has two addresses and is one action.
  private static OmaUri spelt(String address) {
    var uri = OmaUri.parse(address);
    return OTHER_UNENROLL.matcher(uri.toString()).matches() ? UNENROLL : uri;
  }

  private static String digest(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// What is signed: seven lines in UTF-8, each with a line end.
  private String text() {
    return String.join(
            "\n", FIRST, device, action, argument, nonce, issued.toString(), expires.toString())
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
    if (lines.length != 8 || !lines[0].equals(FIRST) || !lines[7].isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Approval(
              lines[1],
              lines[2],
              lines[3],
              lines[4],
              Instant.parse(lines[5]),
              Instant.parse(lines[6])));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
