package io.reeve.core.escrow;

import io.reeve.core.spi.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/// The key that opens what is sealed here: the public half, RSA with 2048 to 8192 bits. Its private
/// half need not be where the service is.
///
/// @param text as the service gave it: a SubjectPublicKeyInfo in base64
/// @param key the same
record EscrowKey(String text, RSAPublicKey key) {
  static final int MAX_TEXT = 4096;
  private static final int LEAST_BITS = 2048;
  private static final int MOST_BITS = 8192;

  /// OAEP with SHA-256 in both places, as `openssl pkeyutl -pkeyopt rsa_padding_mode:oaep -pkeyopt
  /// rsa_oaep_md:sha256` has it.
  private static final OAEPParameterSpec OAEP =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

  /// @throws GeneralSecurityException when it is no such key
  static EscrowKey parse(String text) throws GeneralSecurityException {
    var bare = text.replaceAll("\\s", "");
    if (bare.length() > MAX_TEXT) {
      throw new GeneralSecurityException("it is too long");
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(bare);
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("it is not base64", e);
    }
    var key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bytes));
    int bits = ((RSAPublicKey) key).getModulus().bitLength();
    if (bits < LEAST_BITS || bits > MOST_BITS) {
      throw new GeneralSecurityException("it has " + bits + " bits");
    }
    return new EscrowKey(bare, (RSAPublicKey) key);
  }

  /// Tells one key from another: the SHA-256 of its SubjectPublicKeyInfo, in small hexadecimal
  /// digits.
  String name() {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The secret so that only the key's owner can read it, in base64.
  String seal(Secret secret) {
    var bytes = secret.copy();
    try {
      var cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
      cipher.init(Cipher.ENCRYPT_MODE, key, OAEP);
      return Base64.getEncoder().encodeToString(cipher.doFinal(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key does not seal", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
