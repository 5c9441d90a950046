package io.reeve.enroll;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A PKCS#11 token through the JDK's SunPKCS11 provider. Opened anew for each call, so that a token
/// that was away for a moment is found again.
final class Token {
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

  /// The name the configuration gives the token.
  String label() {
    return provider.getName().replaceFirst("^SunPKCS11-", "");
  }

  PrivateKey key(String alias) throws KeyHomeException {
    try {
      if (store().getKey(alias, null) instanceof PrivateKey key) {
        return key;
      }
    } catch (GeneralSecurityException | RuntimeException e) {
      throw failed("does not give the key '" + alias + "'", e);
    }
    throw new KeyHomeException(
        "the PKCS#11 token '" + label() + "' no longer has the key '" + alias + "'",
        "if the token was replaced or cleared, unenrol and enrol again");
  }

  /// Makes a key pair and gives it its alias at once, by a certificate that nobody will trust: a
  /// key without a certificate cannot be found again to be removed.
  KeyPair generate(String alias, DeviceKeys.KeySpec spec) throws KeyHomeException {
    try {
      var generator = KeyPairGenerator.getInstance(spec.algorithm(), provider);
      if (spec.algorithm().equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp" + spec.bits() + "r1"));
      } else {
        generator.initialize(spec.bits());
      }
      var pair = generator.generateKeyPair();
      store()
          .setKeyEntry(
              alias, pair.getPrivate(), null, new Certificate[] {placeholder(alias, pair)});
      return pair;
    } catch (GeneralSecurityException | OperatorCreationException | RuntimeException e) {
      throw failed("cannot make an " + spec.algorithm() + " key of " + spec.bits() + " bits", e);
    }
  }

  /// Puts the issued certificate in place of the placeholder.
  void certify(String alias, X509Certificate certificate) throws KeyHomeException {
    try {
      var key = key(alias);
      store().setKeyEntry(alias, key, null, new Certificate[] {certificate});
    } catch (GeneralSecurityException | RuntimeException e) {
      throw failed("does not take the certificate", e);
    }
  }

  /// Removes key and certificate; nothing of that alias is no error.
  void delete(String alias) throws KeyHomeException {
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

  private static X509Certificate placeholder(String alias, KeyPair pair)
      throws GeneralSecurityException, OperatorCreationException {
    var name = new X500Name("CN=" + alias);
    var now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            name, BigInteger.ONE, Date.from(now), Date.from(now), name, pair.getPublic());
    var signer =
        new JcaContentSignerBuilder(Csr.signatureAlgorithm("SHA256", pair.getPrivate()))
            .build(pair.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
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
