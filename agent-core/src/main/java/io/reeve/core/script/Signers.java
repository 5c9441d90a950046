package io.reeve.core.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/// Whose signature a script needs on this machine.
///
/// @param certificates files with a certificate each; when there is none, no signature is needed
public record Signers(List<Path> certificates) {
  private static final int MAX_BYTES = 64 * 1024;

  public Signers {
    certificates = List.copyOf(certificates);
  }

  /// Why it must not run; empty when it may.
  Optional<String> refusal(Remediation remediation, Date now) {
    if (certificates.isEmpty()) {
      return Optional.empty();
    }
    if (remediation.signature().isBlank()) {
      return Optional.of("it is not signed, and this machine runs signed scripts only");
    }
    byte[] signature;
    try {
      signature = Base64.getMimeDecoder().decode(remediation.signature());
    } catch (IllegalArgumentException _) {
      return Optional.of("its signature is not base64");
    }
    var data = remediation.signed().getBytes(StandardCharsets.UTF_8);
    var troubles = new ArrayList<String>();
    for (var file : certificates) {
      try {
        if (verifies(certificate(file, now).getPublicKey(), data, signature)) {
          return Optional.empty();
        }
      } catch (GeneralSecurityException | IOException e) {
        troubles.add(file.getFileName() + ": " + e.getMessage());
      }
    }
    return Optional.of(refusal(troubles));
  }

  /// One signer whose certificate has ended is no reason to refuse what another has signed; when
  /// nobody else has, it may be the reason.
  private static String refusal(List<String> troubles) {
    return "its signature is of nobody whom this machine trusts to sign scripts"
        + (troubles.isEmpty() ? "" : "; cannot be asked: " + String.join("; ", troubles));
  }

  private static X509Certificate certificate(Path file, Date now)
      throws GeneralSecurityException, IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is longer than " + MAX_BYTES + " bytes");
    }
    try (var in = Files.newInputStream(file)) {
      var certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      certificate.checkValidity(now);
      return certificate;
    }
  }

  /// As `openssl dgst -sha256 -sign` makes it, and `openssl pkeyutl -sign -rawin` for Ed25519.
  static boolean verifies(PublicKey key, byte[] data, byte[] signature)
      throws GeneralSecurityException {
    var algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "EdDSA", "Ed25519" -> "Ed25519";
          default -> throw new GeneralSecurityException("keys of kind " + key.getAlgorithm());
        };
    var check = Signature.getInstance(algorithm);
    check.initVerify(key);
    check.update(data);
    try {
      return check.verify(signature);
    } catch (SignatureException _) {
      return false;
    }
  }
}
