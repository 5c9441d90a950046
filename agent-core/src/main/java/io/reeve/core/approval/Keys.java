package io.reeve.core.approval;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

/// Reads the Ed25519 keys of people whose word counts beside the service's.
public final class Keys {
  private Keys() {}

  /// A public key, as X.509 SubjectPublicKeyInfo in base64, with or without PEM's lines.
  ///
  /// @throws GeneralSecurityException when it is none
  public static PublicKey publicKey(String text) throws GeneralSecurityException {
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new X509EncodedKeySpec(decode(text, "PUBLIC KEY")));
  }

  /// The public keys of a list with commas between.
  ///
  /// @param unreadable hears why one is none; nobody's word counts by it
  public static List<PublicKey> publicKeys(String commas, Consumer<String> unreadable) {
    var keys = new ArrayList<PublicKey>();
    for (var text : commas.split(",", -1)) {
      try {
        if (!text.isBlank()) {
          keys.add(publicKey(text));
        }
      } catch (GeneralSecurityException e) {
        unreadable.accept(String.valueOf(e.getMessage()));
      }
    }
    return keys;
  }

  /// A private key, as PKCS#8 in PEM without a password, for example of `openssl genpkey -algorithm
  /// ed25519`.
  ///
  /// @throws GeneralSecurityException when it is none
  public static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePrivate(new PKCS8EncodedKeySpec(decode(pem, "PRIVATE KEY")));
    } catch (InvalidKeySpecException e) { // its text names classes of the JDK
      throw new GeneralSecurityException("it holds no such key", e);
    }
  }

  private static byte[] decode(String text, String kind) throws GeneralSecurityException {
    var body =
        text.replace("-----BEGIN " + kind + "-----", "").replace("-----END " + kind + "-----", "");
    try {
      return Base64.getMimeDecoder().decode(body.strip());
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("it is not base64", e);
    }
  }
}
