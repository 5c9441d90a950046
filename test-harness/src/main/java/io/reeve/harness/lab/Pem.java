package io.reeve.harness.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// Certificates as text and by digest.
final class Pem {
  private Pem() {}

  /// Any DER as PEM.
  static String of(String kind, byte[] der) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
  }

  static String of(X509Certificate certificate) {
    return of("CERTIFICATE", der(certificate));
  }

  /// All certificates of a PEM file.
  static List<X509Certificate> certificates(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException failed) {
      throw new IOException(file + " is not a PEM file of certificates", failed);
    }
  }

  /// The only certificate of a PEM file.
  static X509Certificate certificate(Path file) throws IOException {
    var all = certificates(file);
    if (all.size() != 1) {
      throw new IOException(file + " holds " + all.size() + " certificates instead of one");
    }
    return all.getFirst();
  }

  static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException impossible) {
      throw new IllegalStateException(impossible); // it was parsed from its encoding
    }
  }

  /// SHA-1 of the certificate in upper-case hex: how provisioning documents name it.
  static String sha1(X509Certificate certificate) {
    return HexFormat.of().withUpperCase().formatHex(digest("SHA-1", der(certificate)));
  }

  /// SHA-256 of the certificate in hex: how the lab keeps it.
  static String sha256(X509Certificate certificate) {
    return HexFormat.of().formatHex(digest("SHA-256", der(certificate)));
  }

  /// SHA-256 of a text in hex.
  static String sha256(String text) {
    return HexFormat.of().formatHex(digest("SHA-256", text.getBytes(StandardCharsets.UTF_8)));
  }

  static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java has the ones used here
    }
  }
}
