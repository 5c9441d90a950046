package io.reeve.core.spi;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A key store of the operating system that can be the home of the device's private key.
public interface KeyHome {
  /// What `keys.type` of `agent.json` calls it, for example `windows-my`.
  String type();

  /// What `agent.json` may say beside the type: keys, and the words each may have; the first of
  /// them holds when the file does not say.
  default Map<String, List<String>> choices() {
    return Map.of();
  }

  /// Opens it; nothing is made yet.
  ///
  /// @param chosen a word for each of the [#choices]
  /// @throws IOException why it cannot be the home of a key on this machine
  Vault open(Map<String, String> chosen) throws IOException;

  /// What makes private keys and does not let them out. It keeps what it is told to keep under an
  /// alias (`reeve-` and 16 hexadecimal digits); which key is the device's, the agent knows.
  interface Vault {
    /// Where its keys live, for people: `in the certificate store of this machine, ...`.
    String where();

    /// What to look at when it fails, for people.
    String remedy();

    /// Makes a key pair that is durable when this returns, and usable at once, after a restart too.
    ///
    /// @param alias new in this vault
    /// @param algorithm `RSA` or `EC`
    /// @param bits the modulus of RSA, or the field of EC (256, 384, 521)
    /// @param stopgap makes a certificate for stores that find a key by its certificate only
    KeyPair generate(String alias, String algorithm, int bits, Stopgap stopgap) throws IOException;

    /// The private key of that alias, which signs through the registered security providers; its
    /// encoded form is null. Empty when the vault has none.
    Optional<PrivateKey> key(String alias) throws IOException;

    /// Puts the issued certificate beside the key, in place of the stopgap.
    void certify(String alias, X509Certificate certificate) throws IOException;

    /// Removes key and certificate, also what a crash in the midst of [#generate] has left; nothing
    /// of that alias is no error.
    void delete(String alias) throws IOException;
  }

  /// Makes a certificate that nobody trusts for a key that waits for its own.
  @FunctionalInterface
  interface Stopgap {
    X509Certificate of(PublicKey key) throws IOException;
  }
}
