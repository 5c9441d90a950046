package io.reeve.core.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// Certificates as bytes, as PEM and as fingerprints.
public final class Certificates {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----");
  private static final String PEM_LINE = "-----(BEGIN|END) CERTIFICATE-----";
  private static final int MAX_BYTES = 64 << 10;

  private Certificates() {}

  /// The certificate (DER) in a setting's value.
  ///
  /// @throws IOException when it is none, or has another fingerprint than the node's name says
  public static byte[] named(String sha1, String base64) throws IOException {
    if (base64.length() > 2 * MAX_BYTES) {
      throw new IOException("the certificate is over 64 KiB");
    }
    var der = Base64.getMimeDecoder().decode(base64.replaceAll(PEM_LINE, ""));
    try {
      var parsed =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      var encoded = parsed.getEncoded();
      if (!fingerprint(encoded).equals(sha1)) {
        throw new IOException(
            "the certificate's SHA-1 is " + fingerprint(encoded) + ", the node is named " + sha1);
      }
      return encoded;
    } catch (GeneralSecurityException e) {
      throw new IOException("not an X.509 certificate: " + e.getMessage(), e);
    }
  }

  /// The one of that fingerprint among those in a text, base64 of DER on one line.
  public static Optional<String> find(String pems, String sha1) {
    return PEM.matcher(pems)
        .results()
        .map(match -> decode(match.group(1)))
        .filter(der -> fingerprint(der).equals(sha1))
        .map(der -> Base64.getEncoder().encodeToString(der))
        .findFirst();
  }

  /// Damage in a file of somebody else is no certificate, and no reason to stop.
  private static byte[] decode(String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /// As text for a file.
  public static byte[] pem(byte[] der) {
    var text =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END CERTIFICATE-----\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// SHA-1, small letters.
  public static String fingerprint(byte[] der) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
