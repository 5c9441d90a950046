package io.reeve.core.transport;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority that lives as long as a test.
final class TestCa {
  private static final char[] PASSWORD = "test".toCharArray();

  private final KeyPair key = newKey();
  private final X500Name name = new X500Name("CN=Test root");
  private final X509Certificate root;

  TestCa() {
    root = issue(name, key, Instant.now().plus(Duration.ofDays(1)), true);
  }

  /// A context that trusts this authority and shows no identity.
  SSLContext trusting() {
    return context(null, this);
  }

  /// A context that trusts this authority and shows a certificate of it.
  SSLContext identified(String host) {
    return context(identity(host, Instant.now().plus(Duration.ofDays(1))), this);
  }

  /// A context whose certificate has ended.
  SSLContext expired(String host) {
    return context(identity(host, Instant.now().minus(Duration.ofDays(1))), this);
  }

  private KeyStore identity(String host, Instant end) {
    try {
      var leafKey = newKey();
      var leaf = issue(new X500Name("CN=" + host), leafKey, end, false);
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("leaf", leafKey.getPrivate(), PASSWORD, new Certificate[] {leaf, root});
      return store;
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private X509Certificate issue(X500Name subject, KeyPair subjectKey, Instant end, boolean ca) {
    try {
      var begin = end.minus(Duration.ofDays(30));
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(System.nanoTime()),
              Date.from(begin),
              Date.from(end),
              subject,
              subjectKey.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
      if (!ca) {
        builder.addExtension(Extension.subjectAlternativeName, false, names(subject));
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (CertIOException | GeneralSecurityException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  private static GeneralNames names(X500Name subject) {
    var host = subject.toString().substring(3);
    var kind =
        host.contains(":") || Character.isDigit(host.charAt(0))
            ? GeneralName.iPAddress
            : GeneralName.dNSName;
    return new GeneralNames(new GeneralName(kind, host));
  }

  private static SSLContext context(
      @org.jspecify.annotations.Nullable KeyStore identity, TestCa trusted) {
    try {
      var roots = KeyStore.getInstance("PKCS12");
      roots.load(null, null);
      roots.setCertificateEntry("root", trusted.root);
      var trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(roots);
      var context = SSLContext.getInstance("TLS");
      if (identity == null) {
        context.init(null, trust.getTrustManagers(), null);
        return context;
      }
      var keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(identity, PASSWORD);
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair newKey() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
