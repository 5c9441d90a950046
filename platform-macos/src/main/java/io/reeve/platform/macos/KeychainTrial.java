package io.reeve.platform.macos;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;

/// Tries a new key before anything depends on it: it has to sign without asking anybody, in every
/// way that a request for a certificate and TLS want it to.
final class KeychainTrial {
  private static final byte[] MESSAGE = "reeve".getBytes(StandardCharsets.US_ASCII);
  private static final PSSParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", new MGF1ParameterSpec("SHA-256"), 32, 1);

  private KeychainTrial() {}

  /// @throws GeneralSecurityException why it cannot be the device's key
  static void of(KeyPair pair) throws GeneralSecurityException {
    if (pair.getPublic().getAlgorithm().equals("EC")) {
      signs(pair, "SHA256withECDSA", Optional.empty());
      return;
    }
    signs(pair, "SHA256withRSA", Optional.empty());
    signs(pair, "RSASSA-PSS", Optional.of(PSS));
  }

  private static void signs(
      KeyPair pair, String algorithm, Optional<AlgorithmParameterSpec> parameters)
      throws GeneralSecurityException {
    var signer = Signature.getInstance(algorithm);
    signer.initSign(pair.getPrivate());
    var verifier = Signature.getInstance(algorithm);
    verifier.initVerify(pair.getPublic());
    if (parameters.isPresent()) {
      signer.setParameter(parameters.get());
      verifier.setParameter(parameters.get());
    }
    signer.update(MESSAGE);
    verifier.update(MESSAGE);
    if (!verifier.verify(signer.sign())) {
      throw new SignatureException("what it signed by " + algorithm + " is not its signature");
    }
  }
}
