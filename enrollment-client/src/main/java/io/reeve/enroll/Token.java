package io.reeve.enroll;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/// A PKCS#11 token through the JDK's SunPKCS11 provider. Opened anew for each call, so that a token
/// that was away for a moment is found again.
final class Token implements KeyVault {
  private final Provider provider;
  private final PinFile pin;

  private Token(Provider provider, PinFile pin) {
    this.provider = provider;
    this.pin = pin;
  }

  static Token open(Path config, Path pinFile) throws KeyHomeException {
    var base = Security.getProvider("SunPKCS11");
    if (base == null) {
      throw new KeyHomeException(
          "this Java runtime has no PKCS#11 support", "use a runtime with jdk.crypto.cryptoki");
    }
    if (!Files.isReadable(config)) {
      throw new KeyHomeException(
          "the PKCS#11 configuration " + config + " cannot be read",
          "correct 'keys.config' in the agent's configuration");
    }
    try {
      var provider = registered(base.configure(config.toString()));
      var token = new Token(provider, new PinFile(pinFile));
      token.store();
      return token;
    } catch (RuntimeException e) {
      throw new KeyHomeException(
          "the PKCS#11 configuration " + config + " does not work: " + reason(e),
          "check the library's path and the slot in it, and that the token is there",
          e);
    }
  }

  /// TLS picks whoever can use a key among the registered providers, so the one used here must be
  /// the one registered under its name.
  private static Provider registered(Provider provider) {
    Security.addProvider(provider);
    return Optional.ofNullable(Security.getProvider(provider.getName())).orElse(provider);
  }

  @Override
  public String where() {
    return "on the PKCS#11 token '" + label() + "', which does not let it out";
  }

  /// The name the configuration gives the token.
  private String label() {
    return provider.getName().replaceFirst("^SunPKCS11-", "");
  }

  @Override
  public Optional<PrivateKey> key(String alias) throws KeyHomeException {
    try {
      return store().getKey(alias, null) instanceof PrivateKey key
          ? Optional.of(key)
          : Optional.empty();
    } catch (GeneralSecurityException | RuntimeException e) {
      throw failed("does not give the key '" + alias + "'", e);
    }
  }

  @Override
  public KeyPair generate(String alias, DeviceKeys.KeySpec spec) throws KeyHomeException {
    try {
      var generator = KeyPairGenerator.getInstance(spec.algorithm(), provider);
      if (spec.algorithm().equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp" + spec.bits() + "r1"));
      } else {
        generator.initialize(spec.bits());
      }
      var pair = generator.generateKeyPair();
      put(alias, pair.getPrivate(), StopgapCertificate.of(alias, pair.getPublic()));
      return pair;
    } catch (GeneralSecurityException | RuntimeException e) {
      throw failed("cannot make an " + spec.algorithm() + " key of " + spec.bits() + " bits", e);
    }
  }

  @Override
  public void certify(String alias, X509Certificate certificate) throws KeyHomeException {
    try {
      var key = key(alias).orElseThrow(() -> new KeyStoreException("it no longer has the key"));
      put(alias, key, certificate);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw failed("does not take the certificate", e);
    }
  }

  private void put(String alias, PrivateKey key, X509Certificate certificate)
      throws KeyHomeException, GeneralSecurityException {
    store().setKeyEntry(alias, key, null, new Certificate[] {certificate});
  }

  @Override
  public void delete(String alias) throws KeyHomeException {
    try {
      var store = store();
      if (store.containsAlias(alias)) {
        store.deleteEntry(alias);
      }
    } catch (GeneralSecurityException | RuntimeException e) {
      throw failed("does not remove the key '" + alias + "'", e);
    }
  }

  private KeyStore store() throws KeyHomeException {
    var secret = pin.read();
    try {
      var store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, secret);
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new KeyHomeException(
          "the PKCS#11 token '" + label() + "' does not open: " + reason(e),
          "check that the token is there and that the PIN in "
              + pin.path()
              + " is right; "
              + "a wrong PIN tried too often locks the token",
          e);
    } finally {
      Arrays.fill(secret, ' ');
    }
  }

  private KeyHomeException failed(String what, Exception e) {
    return new KeyHomeException(
        "the PKCS#11 token '" + label() + "' " + what + ": " + reason(e),
        "check the token with 'pkcs11-tool --list-objects --login', and its free space",
        e);
  }

  /// The deepest message: the provider wraps the token's own error several times.
  private static String reason(Throwable e) {
    var reason = e.getMessage();
    for (var cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        reason = cause.getMessage();
      }
    }
    return reason == null ? e.getClass().getSimpleName() : reason;
  }
}
