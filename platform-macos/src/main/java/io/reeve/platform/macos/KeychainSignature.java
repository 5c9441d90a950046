package io.reeve.platform.macos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A signature by a key of the keychain. Signing only: public keys are for others.
final class KeychainSignature extends SignatureSpi {
  /// With a salt as long as the hash, which is what Security makes and TLS wants.
  private static final Map<String, Integer> SALTS =
      Map.of("SHA-256", 32, "SHA-384", 48, "SHA-512", 64);

  private final SystemKeys keys;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private String symbol;
  private @Nullable KeychainKey key;

  /// @param symbol empty for one that is chosen by parameters
  KeychainSignature(SystemKeys keys, String symbol) {
    this.keys = keys;
    this.symbol = symbol;
  }

  @Override
  protected void engineInitVerify(PublicKey other) throws InvalidKeyException {
    throw new InvalidKeyException("the keychain's keys only sign here");
  }

  @Override
  protected void engineInitSign(PrivateKey given) throws InvalidKeyException {
    if (!(given instanceof KeychainKey ours)) {
      throw new InvalidKeyException("not a key of the keychain");
    }
    key = ours;
    message.reset();
  }

  @Override
  protected void engineSetParameter(@Nullable AlgorithmParameterSpec parameters)
      throws InvalidAlgorithmParameterException {
    if (parameters == null) {
      return;
    }
    if (!(parameters instanceof PSSParameterSpec pss) || !isUsual(pss)) {
      throw new InvalidAlgorithmParameterException("the keychain does not sign so");
    }
    symbol = "kSecKeyAlgorithmRSASignatureMessagePSS" + pss.getDigestAlgorithm().replace("-", "");
  }

  private static boolean isUsual(PSSParameterSpec pss) {
    return pss.getMGFParameters() instanceof MGF1ParameterSpec mask
        && mask.getDigestAlgorithm().equals(pss.getDigestAlgorithm())
        && Integer.valueOf(pss.getSaltLength()).equals(SALTS.get(pss.getDigestAlgorithm()));
  }

  @Override
  protected void engineUpdate(byte b) {
    message.write(b);
  }

  @Override
  protected void engineUpdate(byte[] bytes, int from, int length) {
    message.write(bytes, from, length);
  }

  @Override
  protected byte[] engineSign() throws SignatureException {
    var signer = key;
    if (signer == null || symbol.isEmpty()) {
      throw new SignatureException("no key, or no parameters, were given");
    }
    try {
      return keys.sign(signer.label(), symbol, message.toByteArray());
    } catch (IOException e) {
      throw new SignatureException(e.getMessage(), e);
    } finally {
      message.reset();
    }
  }

  @Override
  protected boolean engineVerify(byte[] signature) throws SignatureException {
    throw new SignatureException("the keychain's keys only sign here");
  }

  @Override
  protected @Nullable AlgorithmParameters engineGetParameters() {
    return null;
  }

  @Override
  @Deprecated
  protected void engineSetParameter(String name, Object value) {
    throw new InvalidParameterException("no parameter has a name here");
  }

  @Override
  @Deprecated
  protected Object engineGetParameter(String name) {
    throw new InvalidParameterException("no parameter has a name here");
  }
}
