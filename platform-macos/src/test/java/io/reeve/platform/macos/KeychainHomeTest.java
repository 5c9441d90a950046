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
import java.security.interfaces.RSAKey;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is signed by a key that is elsewhere is verified by Java's own providers.
final class KeychainHomeTest {
  private static final String ALIAS = "reeve-0123456789abcdef";
  private static final byte[] MESSAGE = "a message".getBytes(UTF_8);
  private final MemorySystemKeys memory = new MemorySystemKeys();
  private Vault vault;

  @BeforeEach
  void open() throws IOException {
    vault = new KeychainHome(memory).open(Map.of());
  }

  @AfterEach
  void forget() {
    Security.removeProvider(KeychainProvider.NAME);
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
    signer.setParameter(MemorySystemKeys.pss("SHA-256", 32));
    signer.update(MESSAGE);
    var verifier = Signature.getInstance("RSASSA-PSS");
    verifier.setParameter(MemorySystemKeys.pss("SHA-256", 32));
    verifier.initVerify(pair.getPublic());
    verifier.update(MESSAGE);
    assertThat(verifier.verify(signer.sign())).isTrue();
    assertThatThrownBy(() -> signer.setParameter(MemorySystemKeys.pss("SHA-256", 20)))
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

  @ParameterizedTest
  @ValueSource(strings = {"", "cdhash H\"0123456789abcdef0123456789abcdef01234567\""})
  void aProgramWhoseNextVersionWouldBeAStrangerHasNoKeyThere(String owner) {
    memory.owner = owner;
    assertThatThrownBy(() -> new KeychainHome(memory).open(Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not signed with a certificate");
  }

  @Test
  void aKeyThatCouldBeTakenOutIsNotTaken() {
    memory.extractable = true;
    assertThatThrownBy(() -> pair("EC", 256)).hasMessageContaining("can be taken out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS1", "PSS", "none"})
  void aKeyThatDoesNotSignAsTlsWantsItIsNotTaken(String signing) {
    memory.signing = signing;
    assertThatThrownBy(() -> pair("RSA", 2048))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not sign");
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
