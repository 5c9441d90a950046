package io.reeve.platform.macos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.KeyHome.Vault;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is signed by a key that is elsewhere is verified by Java's own providers.
final class KeychainHomeTest {
  private static final String ALIAS = "reeve-0123456789abcdef";
  private static final byte[] MESSAGE = "a message".getBytes(UTF_8);
  private final Memory memory = new Memory();
  private final Vault vault = new KeychainHome(memory).open(Map.of());

  @AfterEach
  void forget() {
    Security.removeProvider(KeychainProvider.NAME);
  }

  /// A keychain in memory, which signs as Security is asked to.
  private static final class Memory implements SystemKeys {
    private final Map<String, KeyPair> pairs = new HashMap<>();

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
    public byte[] sign(String label, String symbol, byte[] message) throws IOException {
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
  }

  private static PSSParameterSpec pss(String hash, int salt) {
    return new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1);
  }

  private KeyPair pair(String algorithm, int bits) throws IOException {
    return vault.generate(
        ALIAS,
        algorithm,
        bits,
        _ -> {
          throw new IOException("no certificate is needed");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, 2048, SHA256withRSA",
    "RSA, 3072, SHA512withRSA",
    "EC, 256, SHA256withECDSA",
    "EC, 384, SHA384withECDSA",
    "EC, 521, SHA512withECDSA"
  })
  void javaSignsByItAndDoesNotSeeIt(String algorithm, int bits, String name) throws Exception {
    var pair = pair(algorithm, bits);
    assertThat(pair.getPrivate().getEncoded()).isNull();
    assertThat(pair.getPublic()).isEqualTo(memory.pair(ALIAS).getPublic());
    var signer = Signature.getInstance(name);
    signer.initSign(vault.key(ALIAS).orElseThrow());
    signer.update(MESSAGE);
    var verifier = Signature.getInstance(name);
    verifier.initVerify(pair.getPublic());
    verifier.update(MESSAGE);
    assertThat(verifier.verify(signer.sign())).isTrue();
  }

  /// As TLS 1.3 asks for it.
  @Test
  void itSignsWithThePaddingOfTls13() throws Exception {
    var pair = pair("RSA", 2048);
    var signer = Signature.getInstance("RSASSA-PSS");
    signer.initSign(pair.getPrivate());
    signer.setParameter(pss("SHA-256", 32));
    signer.update(MESSAGE);
    var verifier = Signature.getInstance("RSASSA-PSS");
    verifier.setParameter(pss("SHA-256", 32));
    verifier.initVerify(pair.getPublic());
    verifier.update(MESSAGE);
    assertThat(verifier.verify(signer.sign())).isTrue();
    assertThatThrownBy(() -> signer.setParameter(pss("SHA-256", 20)))
        .hasMessageContaining("does not sign so");
  }

  @Test
  void tlsLearnsWhatKindOfKeyItIs() throws IOException {
    assertThat(((RSAKey) pair("RSA", 2048).getPrivate()).getModulus().bitLength()).isEqualTo(2048);
    assertThat(((ECKey) pair("EC", 256).getPrivate()).getParams().getOrder().bitLength())
        .isEqualTo(256);
  }

  @Test
  void itsProviderTakesNoOtherKeys() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var signer = Signature.getInstance("SHA256withRSA", KeychainProvider.NAME);
    var foreign = generator.generateKeyPair().getPrivate();
    assertThatThrownBy(() -> signer.initSign(foreign)).isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void whatIsDeletedIsGoneAndNothingIsNoError() throws IOException {
    pair("EC", 256);
    vault.delete(ALIAS);
    vault.delete(ALIAS);
    assertThat(vault.key(ALIAS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "04",
        "0400",
        "30",
        "3003020101",
        "300602010102",
        "30820400",
        "3006020100020103"
      })
  void aPublicKeyThatIsNoneIsRefused(String form) {
    assertThatThrownBy(() -> KeychainKey.of(ALIAS, HexFormat.of().parseHex(form)))
        .isInstanceOf(GeneralSecurityException.class);
  }
}
