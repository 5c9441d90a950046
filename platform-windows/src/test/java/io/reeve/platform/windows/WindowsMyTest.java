package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.KeyHome;
import io.reeve.platform.windows.MachineKeys.Keeper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WindowsMyTest {
  private static final String ALIAS = "reeve-0123456789abcdef";
  private final Machine machine = new Machine();

  private KeyHome.Vault vault(String hardware) throws IOException {
    return new WindowsMy(machine, machine, machine::key).open(Map.of("hardware", hardware));
  }

  private static X509Certificate certificate() throws IOException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(Base64.getDecoder().decode(CertificatePlaces.DER)));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"if-there, TPM", "required, TPM", "never, SOFTWARE"})
  void theKeyIsWhereTheConfigurationWantsIt(String hardware, Keeper keeper) throws IOException {
    var pair = vault(hardware).generate(ALIAS, "RSA", 2048, _ -> certificate());
    assertThat(machine.keys).containsOnlyKeys(keeper + " " + ALIAS);
    assertThat(machine.store).containsExactly(Map.entry(ALIAS, keeper));
    assertThat(vault(hardware).key(ALIAS)).contains(pair.getPrivate());
  }

  @Test
  void withoutATpmTheKeyIsWindowsOwn() throws IOException {
    machine.there.remove(Keeper.TPM);
    vault("if-there").generate(ALIAS, "EC", 256, _ -> certificate());
    assertThat(machine.keys).containsOnlyKeys("SOFTWARE " + ALIAS);
    assertThat(machine.store).containsExactly(Map.entry(ALIAS, Keeper.SOFTWARE));
  }

  @Test
  void aRequiredTpmThatIsNotThereIsSaidAtTheStart() {
    machine.there.remove(Keeper.TPM);
    assertThatThrownBy(() -> vault("required"))
        .hasMessageContaining("hardware is required, and Windows cannot use a TPM here");
  }

  /// The public key of a pair that is not the private one's, so no signature verifies: as the ones
  /// of a TPM whose salt has another length.
  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void aTpmThatDoesNotSignAsTlsWantsItIsNotUsed(String algorithm) throws IOException {
    machine.wrong = true;
    vault("if-there")
        .generate(ALIAS, algorithm, algorithm.equals("EC") ? 256 : 2048, _ -> certificate());
    assertThat(machine.keys).containsOnlyKeys("SOFTWARE " + ALIAS);
    assertThat(machine.store).containsExactly(Map.entry(ALIAS, Keeper.SOFTWARE));
    assertThatThrownBy(() -> vault("required").generate("reeve-1", "EC", 256, _ -> certificate()))
        .hasMessageContaining("signatures do not verify");
    assertThat(machine.keys).as("nothing is left").containsOnlyKeys("SOFTWARE " + ALIAS);
    assertThat(machine.store).containsOnlyKeys(ALIAS);
  }

  @Test
  void theIssuedCertificateIsPutWithTheKeyThatWasMade() throws IOException {
    machine.there.remove(Keeper.TPM);
    vault("if-there").generate(ALIAS, "EC", 256, _ -> certificate());
    machine.there.add(Keeper.TPM);
    vault("if-there").certify(ALIAS, certificate());
    assertThat(machine.store).containsExactly(Map.entry(ALIAS, Keeper.SOFTWARE));
    assertThatThrownBy(() -> vault("never").certify("reeve-1", certificate()))
        .hasMessageContaining("no longer has 'reeve-1'");
  }

  @Test
  void aKeyGoesWithItsCertificateWhoeverKeptIt() throws IOException {
    vault("required").generate(ALIAS, "EC", 256, _ -> certificate());
    vault("never").delete(ALIAS);
    vault("never").delete(ALIAS);
    assertThat(machine.keys).isEmpty();
    assertThat(machine.store).isEmpty();
    assertThat(vault("never").key(ALIAS)).isEmpty();
  }

  @Test
  void publicKeysAreReadAsWindowsGivesThem() throws Exception {
    var rsa = (RSAPublicKey) Machine.pair("RSA", 2048).getPublic();
    var exponent = unsigned(rsa.getPublicExponent().toByteArray(), 3);
    var modulus = unsigned(rsa.getModulus().toByteArray(), 256);
    var blob = ByteBuffer.allocate(24 + 3 + 256).order(ByteOrder.LITTLE_ENDIAN);
    blob.putInt(0x31415352).putInt(2048).putInt(3).putInt(256).putInt(0).putInt(0);
    assertThat(PublicKeys.of(blob.put(exponent).put(modulus).array())).isEqualTo(rsa);
    for (var curve : Map.of(256, 0x31534345, 384, 0x33534345, 521, 0x35534345).entrySet()) {
      var ec = (ECPublicKey) Machine.pair("EC", curve.getKey()).getPublic();
      int length = (curve.getKey() + 7) / 8;
      var point = ByteBuffer.allocate(8 + 2 * length).order(ByteOrder.LITTLE_ENDIAN);
      point.putInt(curve.getValue()).putInt(length);
      point.put(unsigned(ec.getW().getAffineX().toByteArray(), length));
      point.put(unsigned(ec.getW().getAffineY().toByteArray(), length));
      assertThat(PublicKeys.of(point.array())).isEqualTo(ec);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "0102030400000000", "525341310008000003000000ffffff7f"})
  void whatIsNoPublicKeyIsRefused(String blob) {
    assertThatThrownBy(() -> PublicKeys.of(java.util.HexFormat.of().parseHex(blob)))
        .isInstanceOf(IOException.class);
  }

  private static byte[] unsigned(byte[] number, int length) {
    var bytes = new byte[length];
    int from = Math.max(0, number.length - length);
    var digits = Arrays.copyOfRange(number, from, number.length);
    System.arraycopy(digits, 0, bytes, length - digits.length, digits.length);
    return bytes;
  }

  /// A machine's keys and its store, by name.
  private static final class Machine implements MachineKeys, MachineCertificates {
    final Set<Keeper> there = EnumSet.allOf(Keeper.class);
    final TreeMap<String, KeyPair> keys = new TreeMap<>();
    final TreeMap<String, Keeper> store = new TreeMap<>();
    boolean wrong;

    static KeyPair pair(String algorithm, int bits) {
      try {
        var generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    Optional<PrivateKey> key(String name) {
      return Optional.ofNullable(store.get(name))
          .map(keeper -> keys.get(keeper + " " + name))
          .map(KeyPair::getPrivate);
    }

    @Override
    public void require(Keeper keeper) throws IOException {
      if (!there.contains(keeper)) {
        throw new IOException("Windows finds no '" + keeper.provider() + "'");
      }
    }

    @Override
    public PublicKey make(Keeper keeper, String name, String algorithm, int bits)
        throws IOException {
      require(keeper);
      var pair = pair(algorithm, bits);
      assertThat(keys.put(keeper + " " + name, pair)).isNull();
      boolean other = wrong && keeper == Keeper.TPM;
      return other ? pair(algorithm, bits).getPublic() : pair.getPublic();
    }

    @Override
    public void delete(Keeper keeper, String name) {
      keys.remove(keeper + " " + name);
    }

    @Override
    public void put(String name, Keeper keeper, byte[] der) {
      store.put(name, keeper);
    }

    @Override
    public Optional<Keeper> keeper(String name) {
      return Optional.ofNullable(store.get(name));
    }

    @Override
    public void remove(String name) {
      store.remove(name);
    }
  }
}
