package io.reeve.enroll;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// Certificates to text and back.
final class Certificates {
  /// Far above any certificate in use, far below what hurts.
  private static final int MOST_BYTES = 64 * 1024;

  private Certificates() {}

  static String base64(X509Certificate certificate) {
    return Base64.getEncoder().encodeToString(der(certificate));
  }

  /// @throws IllegalArgumentException when it is no certificate
  static X509Certificate fromBase64(String text) {
    var der = Base64.getMimeDecoder().decode(text);
    if (der.length > MOST_BYTES) {
      throw new IllegalArgumentException("a certificate of " + der.length + " bytes");
    }
    try {
      return (X509Certificate) x509().generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new IllegalArgumentException("no X.509 certificate: " + e.getMessage(), e);
    }
  }

  /// The certificates of a PEM file, in its order.
  ///
  /// @throws CertificateException when one of them is malformed
  static List<X509Certificate> fromPem(byte[] pem) throws CertificateException {
    return x509().generateCertificates(new ByteArrayInputStream(pem)).stream()
        .map(X509Certificate.class::cast)
        .toList();
  }

  /// SHA-1 of the encoded form in upper-case hexadecimal digits: the name certificate stores use.
  static String thumbprint(X509Certificate certificate) {
    try {
      var sha1 = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().withUpperCase().formatHex(sha1.digest(der(certificate)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /// @throws IllegalArgumentException when the chain's first certificate is not of that key
  static void requireOf(PublicKey key, List<X509Certificate> chain) {
    if (chain.isEmpty() || !isOf(key, chain.getFirst())) {
      throw new IllegalArgumentException("the certificate is not of this key");
    }
  }

  /// Whether the certificate is of that key. By encoded form: a token's key and a certificate's are
  /// of different classes.
  static boolean isOf(PublicKey key, X509Certificate certificate) {
    return Arrays.equals(key.getEncoded(), certificate.getPublicKey().getEncoded());
  }

  /// Whether the certificate may issue others.
  static boolean isAuthority(X509Certificate certificate) {
    return certificate.getBasicConstraints() >= 0;
  }

  static boolean isSelfSigned(X509Certificate certificate) {
    return issued(certificate, certificate);
  }

  /// Whether the second certificate carries the first's name and signature.
  static boolean issued(X509Certificate issuer, X509Certificate subject) {
    if (!subject.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return false;
    }
    try {
      subject.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate without an encoded form", e);
    }
  }

  private static CertificateFactory x509() throws CertificateException {
    return CertificateFactory.getInstance("X.509");
  }
}
