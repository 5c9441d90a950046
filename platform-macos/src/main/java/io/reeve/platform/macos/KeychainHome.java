package io.reeve.platform.macos;

import io.reeve.core.spi.KeyHome;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;

/// The system's keychain as the home of the device's key. Java's own key store for keychains takes
/// private keys out to use them, so keys that cannot be taken out are reached through Security.
record KeychainHome(SystemKeys keys) implements KeyHome {
  @Override
  public String type() {
    return "keychain";
  }

  /// @throws IOException when the next version of this program could not use the keys of this one:
  ///   macOS knows it by its code signature, and one without a signer is that very file
  @Override
  public Vault open(Map<String, String> chosen) throws IOException {
    var owner = keys.owner();
    if (owner.isEmpty() || owner.get().startsWith("cdhash")) {
      throw new IOException(
          "this agent is not signed with a certificate: macOS would not let its next version use"
              + " the key");
    }
    // Whoever opened one before in this process had another port.
    Security.removeProvider(KeychainProvider.NAME);
    Security.addProvider(new KeychainProvider(keys));
    return new Keychain(keys);
  }

  private record Keychain(SystemKeys keys) implements Vault {
    @Override
    public String where() {
      return "in the keychain of the system, which does not let it out";
    }

    @Override
    public String remedy() {
      return "look at the keychain 'System' in Keychain Access; macOS lets only the program that"
          + " made a key use it, by its code signature: one build that is signed by somebody else,"
          + " or not at all, cannot use the key of another";
    }

    @Override
    public KeyPair generate(String alias, String algorithm, int bits, Stopgap stopgap)
        throws IOException {
      keys.generate(alias, algorithm, bits);
      var key = key(alias).orElseThrow(() -> new IOException("macOS made no key " + alias));
      var pair = new KeyPair(((KeychainKey) key).publicKey(), key);
      if (keys.isExtractable(alias)) {
        throw new IOException("macOS made a key that can be taken out of the keychain");
      }
      try {
        KeychainTrial.of(pair);
      } catch (GeneralSecurityException e) {
        throw new IOException("a key of the keychain does not sign: " + e.getMessage(), e);
      }
      return pair;
    }

    @Override
    public Optional<PrivateKey> key(String alias) throws IOException {
      var form = keys.publicKey(alias);
      try {
        return form.isPresent() ? Optional.of(KeychainKey.of(alias, form.get())) : Optional.empty();
      } catch (GeneralSecurityException e) {
        throw new IOException("the key '" + alias + "' is not understood: " + e.getMessage(), e);
      }
    }

    /// A key is found by its label; the certificate is in the agent's own file.
    @Override
    public void certify(String alias, X509Certificate certificate) {}

    @Override
    public void delete(String alias) throws IOException {
      keys.delete(alias);
    }
  }
}
