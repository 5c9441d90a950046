package io.reeve.core.dm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The computations of `syncml:auth-basic` and `syncml:auth-md5` (OMA DM 1.2 Security), for both
/// sides of a session.
final class Proof {
  private Proof() {}

  /// `B64(user:secret)`
  static String basic(String user, String secret) {
    return Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(UTF_8));
  }

  /// `B64(MD5(B64(MD5(user:secret)):nonce))`
  ///
  /// @param nonce as it travels: base64; text that is not base64 counts as it is, because accounts
  ///   in the field carry such
  static String md5(String user, String secret, String nonce) {
    var inner = Base64.getEncoder().encodeToString(hash((user + ":" + secret).getBytes(UTF_8)));
    var digest = md5();
    digest.update((inner + ":").getBytes(UTF_8));
    return Base64.getEncoder().encodeToString(digest.digest(decode(nonce)));
  }

  /// Compares without telling by its time where two proofs differ.
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(one.strip().getBytes(UTF_8), other.strip().getBytes(UTF_8));
  }

  private static byte[] decode(String nonce) {
    try {
      return Base64.getDecoder().decode(nonce.replaceAll("\\s", ""));
    } catch (IllegalArgumentException _) {
      return nonce.getBytes(UTF_8);
    }
  }

  private static byte[] hash(byte[] bytes) {
    return md5().digest(bytes);
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5, which sessions need", e);
    }
  }
}
