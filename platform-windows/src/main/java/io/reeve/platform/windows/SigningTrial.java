package io.reeve.platform.windows;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;

/// Whether a key signs as it will have to: for the request, and for TLS 1.2 and 1.3. Some TPMs do
/// not sign as TLS 1.3 wants it of RSA keys (the salt of PSS has another length), which would be
/// found out only after the enrolment.
final class SigningTrial {
  private static final byte[] DATA = {1, 2, 3};

  private SigningTrial() {}

  /// @throws IOException telling the way in which it does not
  static void of(KeyPair pair) throws IOException {
    if (pair.getPublic().getAlgorithm().equals("EC")) {
      sign(pair, "SHA256withECDSA", Optional.empty());
      return;
    }
    sign(pair, "SHA256withRSA", Optional.empty());
    sign(
        pair,
        "RSASSA-PSS",
        Optional.of(
            new PSSParameterSpec(
                "SHA-256",
                "MGF1",
                MGF1ParameterSpec.SHA256,
                32,
                PSSParameterSpec.TRAILER_FIELD_BC)));
  }

  private static void sign(KeyPair pair, String how, Optional<AlgorithmParameterSpec> parameters)
      throws IOException {
    try {
      var signature = Signature.getInstance(how);
      signature.initSign(pair.getPrivate());
      if (parameters.isPresent()) {
        signature.setParameter(parameters.get());
      }
      signature.update(DATA);
      var signed = signature.sign();
      var check = Signature.getInstance(how);
      check.initVerify(pair.getPublic());
      if (parameters.isPresent()) {
        check.setParameter(parameters.get());
      }
      check.update(DATA);
      if (!check.verify(signed)) {
        throw new IOException("its " + how + " signatures do not verify");
      }
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IOException("it does not sign with " + how + ": " + e.getMessage(), e);
    }
  }
}
