package io.reeve.harness.lab;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The lab's own authority: one self-signed P-256 key, made at the first start, kept as `ca.pem`
/// and `ca-key.pem` (mode 0600). Signs server and device certificates.
final class CertificateAuthority {
  private static final Duration ROOT_LIFE = Duration.ofDays(3650);
  private static final Duration SERVER_LIFE = Duration.ofDays(397);

  /// Certificates begin a little in the past, for devices whose clock is behind.
  private static final Duration SKEW = Duration.ofHours(1);

  private final X509Certificate root;
  private final PrivateKey key;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  private CertificateAuthority(X509Certificate root, PrivateKey key, Clock clock) {
    this.root = root;
    this.key = key;
    this.clock = clock;
  }

  /// A certificate with its key.
  record Identity(X509Certificate certificate, PrivateKey key) {}

  /// The authority of that folder, made when there is none.
  static CertificateAuthority open(Path folder, Clock clock) throws IOException {
    var keyFile = folder.resolve("ca-key.pem");
    var rootFile = folder.resolve("ca.pem");
    try {
      if (Files.exists(keyFile) && Files.exists(rootFile)) {
        return new CertificateAuthority(Pem.certificate(rootFile), readKey(keyFile), clock);
      }
      var made = make(clock);
      StateFiles.writeSecret(keyFile, Pem.of("PRIVATE KEY", made.key.getEncoded()));
      Files.writeString(rootFile, Pem.of(made.root));
      return made;
    } catch (GeneralSecurityException | OperatorCreationException failed) {
      throw new IOException(
          "cannot use the authority in " + folder + ": " + failed.getMessage(), failed);
    }
  }

  private static PrivateKey readKey(Path file) throws IOException {
    try (var reader = new PEMParser(Files.newBufferedReader(file, StandardCharsets.US_ASCII))) {
      if (reader.readObject() instanceof PrivateKeyInfo info) {
        return new JcaPEMKeyConverter().getPrivateKey(info);
      }
      throw new IOException(file + " holds no private key");
    }
  }

  private static CertificateAuthority make(Clock clock)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    var pair = newKey();
    var name = new X500Name("CN=Reeve lab CA");
    var now = clock.instant();
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            serial(new SecureRandom()),
            Date.from(now.minus(SKEW)),
            Date.from(now.plus(ROOT_LIFE)),
            name,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
    return new CertificateAuthority(sign(builder, pair.getPrivate()), pair.getPrivate(), clock);
  }

  private static KeyPair newKey() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static BigInteger serial(SecureRandom random) {
    return new BigInteger(127, random).setBit(126);
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws OperatorCreationException, GeneralSecurityException {
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  /// The authority's own certificate.
  X509Certificate root() {
    return root;
  }

  /// Whether this authority signed it. Says nothing about its dates or revocation.
  boolean signed(X509Certificate certificate) {
    try {
      certificate.verify(root.getPublicKey());
      return certificate.getIssuerX500Principal().equals(root.getSubjectX500Principal())
          && !certificate.equals(root);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  /// A device's certificate: the lab chooses the subject, whatever the request said.
  X509Certificate device(String id, PublicKey device, Duration life) {
    var subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, id).build();
    return issue(subject, device, life, KeyPurposeId.id_kp_clientAuth, List.of());
  }

  /// A fresh key and certificate for a server of these names and addresses.
  Identity server(List<String> names) throws IOException {
    try {
      var pair = newKey();
      var subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, names.getFirst());
      var certificate =
          issue(
              subject.build(), pair.getPublic(), SERVER_LIFE, KeyPurposeId.id_kp_serverAuth, names);
      return new Identity(certificate, pair.getPrivate());
    } catch (GeneralSecurityException failed) {
      throw new IOException("this Java cannot make a P-256 key", failed);
    }
  }

  private X509Certificate issue(
      X500Name subject, PublicKey subjectKey, Duration life, KeyPurposeId use, List<String> names) {
    try {
      var end = clock.instant().plus(life);
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(root.getSubjectX500Principal().getName()),
              serial(random),
              Date.from(clock.instant().minus(SKEW)),
              Date.from(earlier(end, root.getNotAfter().toInstant())),
              subject,
              subjectKey);
      extend(builder, subjectKey, use);
      if (!names.isEmpty()) {
        builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
      }
      return sign(builder, key);
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException failed) {
      throw new IllegalStateException("cannot issue a certificate for " + subject, failed);
    }
  }

  private void extend(X509v3CertificateBuilder builder, PublicKey subjectKey, KeyPurposeId use)
      throws GeneralSecurityException, CertIOException {
    var extensions = new JcaX509ExtensionUtils();
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(
        Extension.keyUsage,
        true,
        new KeyUsage(
            "RSA".equals(subjectKey.getAlgorithm())
                ? KeyUsage.digitalSignature | KeyUsage.keyEncipherment
                : KeyUsage.digitalSignature));
    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(use));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        extensions.createAuthorityKeyIdentifier(root.getPublicKey()));
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(subjectKey));
  }

  private static GeneralNames alternatives(List<String> names) {
    return new GeneralNames(
        names.stream()
            .map(name ->
                isAddress(name)
                    ? new GeneralName(GeneralName.iPAddress, name)
                    : new GeneralName(GeneralName.dNSName, name))
            .toArray(GeneralName[]::new));
  }

  private static boolean isAddress(String name) {
    try {
      return InetAddress.ofLiteral(name).getHostAddress() != null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
