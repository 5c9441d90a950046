package io.reeve.enroll;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;

/// What makes private keys and does not let them out: a token, a key store of the operating system.
/// It keeps what it is told to keep under an alias, and knows nothing of which key is the device's.
public interface KeyVault {
  /// Where its keys live, as `on the PKCS#11 token ..., which does not let it out`.
  String where();

  /// Makes a key pair that is durable when this returns, and usable at once.
  ///
  /// @param alias new in this vault
  KeyPair generate(String alias, DeviceKeys.KeySpec spec) throws KeyHomeException;

  /// The private key of that alias; empty when the vault has none.
  Optional<PrivateKey> key(String alias) throws KeyHomeException;

  /// Puts the issued certificate beside the key.
  void certify(String alias, X509Certificate certificate) throws KeyHomeException;

  /// Removes key and certificate, also what a crash in the midst of [#generate] has left; nothing
  /// of that alias is no error.
  void delete(String alias) throws KeyHomeException;
}
