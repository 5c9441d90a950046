package io.reeve.enroll;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A small certificate authority: a root, and an intermediate one that issues.
final class Pki {
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration AGES = Duration.ofDays(20 * 365);

  final KeyPair rootKey = pair();
  final KeyPair issuingKey = pair();
  final X509Certificate root =
      issue("CN=Test Root", rootKey.getPublic(), "CN=Test Root", rootKey, Kind.AUTHORITY, NOW);
  final X509Certificate issuing =
      issue(
          "CN=Test Issuing", issuingKey.getPublic(), "CN=Test Root", rootKey, Kind.AUTHORITY, NOW);

  /// What a certificate is for.
  enum Kind {
    AUTHORITY,
    CLIENT,
    PLAIN,
    SERVER;

    /// How long before that moment it begins, and after it ends. Authorities and servers are asked
    /// at the machine's own time, whenever the tests run.
    private Duration before() {
      return isAtTheMachinesTime() ? AGES : Duration.ofDays(1);
    }

    private Duration after() {
      return isAtTheMachinesTime() ? AGES : Duration.ofDays(365);
    }

    private boolean isAtTheMachinesTime() {
      return this == AUTHORITY || this == SERVER;
    }
  }

  static KeyPair pair() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// A certificate for a year from a day before.
  X509Certificate client(String subject, PublicKey key) {
    return client(subject, key, NOW);
  }

  X509Certificate client(String subject, PublicKey key, Instant at) {
    return issue(subject, key, "CN=Test Issuing", issuingKey, Kind.CLIENT, at);
  }

  Identity identity(String subject) {
    var pair = pair();
    return new Identity(pair.getPrivate(), List.of(client(subject, pair.getPublic()), issuing));
  }

  static X509Certificate issue(
      String subject, PublicKey key, String issuer, KeyPair by, Kind kind, Instant at) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(issuer),
              new BigInteger(64, RANDOM),
              Date.from(at.minus(kind.before())),
              Date.from(at.plus(kind.after())),
              new X500Name(subject),
              key);
      extend(builder, kind);
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new AssertionError(e);
    }
  }

  private static void extend(JcaX509v3CertificateBuilder builder, Kind kind)
      throws CertIOException {
    switch (kind) {
      case AUTHORITY ->
          builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      case CLIENT ->
          builder.addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
      case SERVER ->
          builder.addExtension(
              Extension.subjectAlternativeName,
              false,
              new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
      case PLAIN ->
          builder.addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    }
  }
}
