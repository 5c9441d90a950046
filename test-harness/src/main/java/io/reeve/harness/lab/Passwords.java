package io.reeve.harness.lab;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.SCrypt;

/// Passwords as they are kept: scrypt with a salt each, as `scrypt$logN$r$p$salt$hash`.
final class Passwords {
  private static final int LOG_N = 15;
  private static final int R = 8;
  private static final int P = 1;
  private static final int HASH_BYTES = 32;

  /// Each computation takes 32 MiB; strangers must not be able to ask for many at once.
  private static final Semaphore AT_ONCE = new Semaphore(2);

  /// What an unknown user's password is compared with, so that the answer takes as long.
  private static final String NOBODY = keep(UUID.randomUUID().toString().toCharArray());

  private Passwords() {}

  /// The form to keep.
  static String keep(char[] password) {
    var salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    var base64 = Base64.getEncoder();
    var hash = hash(password, salt, LOG_N, R, P);
    return String.join(
        "$",
        "scrypt",
        Integer.toString(LOG_N),
        Integer.toString(R),
        Integer.toString(P),
        base64.encodeToString(salt),
        base64.encodeToString(hash));
  }

  /// Whether the password is the kept one.
  static boolean matches(char[] password, String kept) {
    var parts = kept.split("\\$");
    var hash =
        hash(
            password,
            Base64.getDecoder().decode(parts[4]),
            Integer.parseInt(parts[1]),
            Integer.parseInt(parts[2]),
            Integer.parseInt(parts[3]));
    return MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts[5]));
  }

  /// Takes as long as [#matches] and says no: the password behind [#NOBODY] is random.
  static boolean matchesNobody(char[] password) {
    return matches(password, NOBODY);
  }

  private static byte[] hash(char[] password, byte[] salt, int logN, int r, int p) {
    var bytes = utf8(password);
    AT_ONCE.acquireUninterruptibly();
    try {
      return SCrypt.generate(bytes, salt, 1 << logN, r, p, HASH_BYTES);
    } finally {
      AT_ONCE.release();
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static byte[] utf8(char[] password) {
    var buffer = ByteBuffer.allocate(4 * password.length);
    StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(password), buffer, true);
    var bytes = Arrays.copyOf(buffer.array(), buffer.position());
    Arrays.fill(buffer.array(), (byte) 0);
    return bytes;
  }
}
