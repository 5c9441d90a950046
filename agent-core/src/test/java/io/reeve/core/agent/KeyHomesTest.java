package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.local.AgentException;
import io.reeve.core.spi.KeyHome;
import io.reeve.enroll.DeviceKeys;
import io.reeve.enroll.DeviceKeys.KeySpec;
import io.reeve.enroll.KeyHomeException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A key store of the system as the home of the device's key.
final class KeyHomesTest {
  @TempDir Path folder;
  private final Safe safe = new Safe();

  private DeviceKeys keys() {
    return KeyHomes.open(new AgentConfig.Keys.OfSystem(safe, Map.of()), folder.resolve("keys.p12"));
  }

  @Test
  void aNewKeyIsMadeInItWithAStopgapAndGoesWhenItIsNotTaken() throws Exception {
    try (var candidate = keys().generate(KeySpec.rsa(2048))) {
      assertThat(candidate.publicKey().getAlgorithm()).isEqualTo("RSA");
      assertThat(safe.pairs).hasSize(1);
      var alias = safe.pairs.firstKey();
      assertThat(alias).matches("reeve-[0-9a-f]{16}");
      var stopgap = safe.certificates.firstEntry().getValue();
      assertThat(stopgap.getPublicKey()).isEqualTo(candidate.publicKey());
      assertThat(stopgap.getSubjectX500Principal().getName()).isEqualTo("CN=" + alias);
    }
    assertThat(safe.pairs).isEmpty();
    assertThat(keys().where()).isEqualTo("in the safe");
  }

  @Test
  void whatItCannotDoIsToldWithWhereAndWhatToDo() throws Exception {
    safe.full = true;
    var keys = keys();
    assertThatThrownBy(() -> keys.generate(new KeySpec("EC", 256)))
        .isInstanceOf(KeyHomeException.class)
        .hasMessage("no EC key of 256 bits can be made (in the safe): it is full")
        .extracting(e -> ((KeyHomeException) e).hint())
        .isEqualTo("look into it");
  }

  @Test
  void oneThatCannotBeUsedOnThisMachineIsToldAtTheStart() {
    safe.locked = true;
    assertThatThrownBy(this::keys)
        .isInstanceOf(AgentException.class)
        .hasMessage("the device's key cannot be in 'safe': it is locked");
  }

  private static final class Safe implements KeyHome, KeyHome.Vault {
    final TreeMap<String, KeyPair> pairs = new TreeMap<>();
    final TreeMap<String, X509Certificate> certificates = new TreeMap<>();
    boolean locked;
    boolean full;

    @Override
    public String type() {
      return "safe";
    }

    @Override
    public Vault open(Map<String, String> chosen) throws IOException {
      if (locked) {
        throw new IOException("it is locked");
      }
      return this;
    }

    @Override
    public String where() {
      return "in the safe";
    }

    @Override
    public String remedy() {
      return "look into it";
    }

    @Override
    public KeyPair generate(String alias, String algorithm, int bits, KeyHome.Stopgap stopgap)
        throws IOException {
      if (full) {
        throw new IOException("it is full");
      }
      try {
        var generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        var pair = generator.generateKeyPair();
        pairs.put(alias, pair);
        certificates.put(alias, stopgap.of(pair.getPublic()));
        return pair;
      } catch (GeneralSecurityException e) {
        throw new IOException(e);
      }
    }

    @Override
    public Optional<PrivateKey> key(String alias) {
      return Optional.ofNullable(pairs.get(alias)).map(KeyPair::getPrivate);
    }

    @Override
    public void certify(String alias, X509Certificate certificate) {
      certificates.put(alias, certificate);
    }

    @Override
    public void delete(String alias) {
      pairs.remove(alias);
      certificates.remove(alias);
    }
  }
}
