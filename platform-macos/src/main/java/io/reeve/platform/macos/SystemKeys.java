package io.reeve.platform.macos;

import java.io.IOException;
import java.util.Optional;

/// Private keys in the system's keychain, by their label. They are made there and never seen here.
interface SystemKeys {
  /// Makes a key pair.
  ///
  /// @param algorithm `RSA` or `EC`
  void generate(String label, String algorithm, int bits) throws IOException;

  /// The public key in the form that Security gives it: RSAPublicKey (PKCS#1) in DER, or the point
  /// of an elliptic curve, not compressed; empty when there is no key of that label.
  Optional<byte[]> publicKey(String label) throws IOException;

  /// Whether the private key can be taken out.
  boolean isExtractable(String label) throws IOException;

  /// What a program has to be to use the keys that this one makes, as a requirement of code
  /// signing; empty when this program is not signed.
  Optional<String> owner() throws IOException;

  /// Signs a message, which is hashed there.
  ///
  /// @param algorithm the symbol of a SecKeyAlgorithm
  byte[] sign(String label, String algorithm, byte[] message) throws IOException;

  /// Removes all keys of the label; none is no error.
  void delete(String label) throws IOException;
}
