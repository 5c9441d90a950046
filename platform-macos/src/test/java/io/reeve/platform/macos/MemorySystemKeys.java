package io.reeve.platform.macos;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A keychain in memory, which signs as Security is asked to.
final class MemorySystemKeys implements SystemKeys {
  private final Map<String, KeyPair> pairs = new HashMap<>();
  boolean extractable;

  /// A signature of anything else is refused.
  String signing = "";

  String owner = "identifier \"io.reeve\" and anchor apple generic";

  @Override
  public void generate(String label, String algorithm, int bits) throws IOException {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      pairs.put(label, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  KeyPair pair(String label) {
    return Optional.ofNullable(pairs.get(label)).orElseThrow();
  }

  @Override
  public Optional<byte[]> publicKey(String label) {
    return Optional.ofNullable(pairs.get(label)).map(pair -> form(pair));
  }

  /// The key is at the end of its encoded form in X.509, without a name for its algorithm.
  private static byte[] form(KeyPair pair) {
    var encoded = pair.getPublic().getEncoded();
    if (pair.getPublic() instanceof ECPublicKey key) {
      int octets = (key.getParams().getCurve().getField().getFieldSize() + 7) / 8;
      return Arrays.copyOfRange(encoded, encoded.length - 1 - 2 * octets, encoded.length);
    }
    // SEQUENCE, its algorithm (15 bytes), BIT STRING with its length and no unused bits.
    int at = 4 + 15 + 5;
    return Arrays.copyOfRange(encoded, at, encoded.length);
  }

  @Override
  public boolean isExtractable(String label) {
    return extractable;
  }

  @Override
  public Optional<String> owner() {
    return Optional.of(owner).filter(text -> !text.isEmpty());
  }

  @Override
  public byte[] sign(String label, String symbol, byte[] message) throws IOException {
    if (!symbol.contains(signing)) {
      throw new IOException(
          "SecKeyCreateSignature failed (-25308): User interaction is not allowed.");
    }
    try {
      var hash = symbol.substring(symbol.length() - 3);
      var pss = symbol.contains("PSSSHA");
      var name =
          pss ? "RSASSA-PSS" : "SHA" + hash + "with" + (symbol.contains("RSA") ? "RSA" : "ECDSA");
      var signature = Signature.getInstance(name);
      if (pss) {
        signature.setParameter(pss("SHA-" + hash, Integer.parseInt(hash) / 8));
      }
      signature.initSign(pair(label).getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void delete(String label) {
    pairs.remove(label);
  }

  static PSSParameterSpec pss(String hash, int salt) {
    return new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1);
  }
}
