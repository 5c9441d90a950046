package io.reeve.harness.lab;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/// The digests of `syncml:auth-md5` (OMA DM Security, 5.3). MD5 is what the protocol prescribes;
/// TLS is what protects the session.
final class Md5 {
  private Md5() {}

  /// `B64(MD5(name:secret))`, which is as good as the secret.
  static String identity(String name, String secret) {
    return base64((name + ":" + secret).getBytes(StandardCharsets.UTF_8));
  }

  /// `B64(MD5(identity:nonce))`, with the nonce decoded.
  ///
  /// @param nonce base64; a text that is not is taken as it is
  static String proof(String identity, String nonce) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(identity.getBytes(StandardCharsets.UTF_8));
    bytes.write(':');
    bytes.writeBytes(decoded(nonce));
    return base64(bytes.toByteArray());
  }

  /// Whether the proof is the right one, in constant time.
  static boolean proves(String proof, String identity, String nonce) {
    return MessageDigest.isEqual(
        proof.getBytes(StandardCharsets.UTF_8),
        proof(identity, nonce).getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] decoded(String nonce) {
    try {
      return Base64.getDecoder().decode(nonce);
    } catch (IllegalArgumentException _) {
      return nonce.getBytes(StandardCharsets.UTF_8);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(Pem.digest("MD5", bytes));
  }
}
