package io.reeve.enroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.enroll.DeviceKeys.KeySpec;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultKeysTest {
  private static final KeySpec EC = new KeySpec("EC", 256);

  @TempDir Path folder;
  private final MemoryVault vault = new MemoryVault();

  private DeviceKeys keys() throws KeyHomeException {
    return DeviceKeys.in(vault, folder.resolve("keys.p12"));
  }

  private void enrol(String subject) throws Exception {
    try (var candidate = keys().generate(EC)) {
      candidate.install(chain(candidate, subject), Map.of("client.secret", "s3cret"));
    }
  }

  private static List<X509Certificate> chain(DeviceKeys.Candidate candidate, String subject) {
    return List.of(Given.PKI.client(subject, candidate.publicKey()), Given.PKI.issuing);
  }

  private static String subject(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }

  @Test
  void theIdentityIsTheVaultsKeyWithTheIssuedCertificateBesideIt() throws Exception {
    enrol("CN=one");
    var identity = keys().identity().orElseThrow();
    assertThat(subject(identity.certificate())).isEqualTo("CN=one");
    assertThat(vault.keys).hasSize(1);
    assertThat(identity.key()).isEqualTo(vault.keys.firstEntry().getValue().getPrivate());
    assertThat(vault.certificates.values())
        .extracting(VaultKeysTest::subject)
        .containsExactly("CN=one");
    assertThat(keys().secret("client.secret")).contains("s3cret");
    assertThat(keys().where()).isEqualTo("in memory");
  }

  @Test
  void aRenewalTakesThePlaceOfTheFormerKey() throws Exception {
    enrol("CN=one");
    try (var candidate = keys().generate(EC)) {
      assertThat(vault.keys).hasSize(2);
      candidate.succeed(chain(candidate, "CN=two"));
    }
    assertThat(subject(keys().identity().orElseThrow().certificate())).isEqualTo("CN=two");
    assertThat(vault.keys).hasSize(1);
    assertThat(keys().secret("client.secret")).contains("s3cret");
  }

  @Test
  void aKeyThatTheVaultHasLostIsTold() throws Exception {
    enrol("CN=one");
    vault.keys.clear();
    assertThatThrownBy(() -> keys().identity())
        .isInstanceOf(KeyHomeException.class)
        .hasMessageMatching("the device's key 'reeve-[0-9a-f]{16}' is gone; it was in memory")
        .extracting(e -> ((KeyHomeException) e).hint())
        .asString()
        .contains("enrol again");
    keys().forget();
    assertThat(keys().identity()).isEmpty();
  }

  @Test
  void aCandidateThatACrashLeftGoesAtTheNextOpening() throws Exception {
    keys().generate(EC);
    assertThat(vault.keys).hasSize(1);
    assertThat(keys().identity()).isEmpty();
    assertThat(vault.keys).isEmpty();
  }

  @Test
  void aKeyThatCannotBeRemovedIsRemovedLater() throws Exception {
    enrol("CN=one");
    vault.stuck = true;
    try (var candidate = keys().generate(EC)) {
      candidate.succeed(chain(candidate, "CN=two"));
    }
    assertThat(vault.keys).hasSize(2);
    vault.stuck = false;
    assertThat(subject(keys().identity().orElseThrow().certificate())).isEqualTo("CN=two");
    assertThat(vault.keys).hasSize(1);
  }

  @Test
  void whatIsForgottenIsGoneFromTheVaultToo() throws Exception {
    enrol("CN=one");
    keys().forget();
    assertThat(vault.keys).isEmpty();
    assertThat(vault.certificates).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theStopgapCertificateIsTheKeysAndHasEnded() throws Exception {
    var pair = Pki.pair();
    var certificate = StopgapCertificate.of("reeve-1", pair.getPublic());
    assertThat(certificate.getPublicKey()).isEqualTo(pair.getPublic());
    assertThat(subject(certificate)).isEqualTo("CN=reeve-1");
    assertThat(certificate.getNotAfter()).isEqualTo(certificate.getNotBefore());
  }

  private static final class MemoryVault implements KeyVault {
    final TreeMap<String, KeyPair> keys = new TreeMap<>();
    final TreeMap<String, X509Certificate> certificates = new TreeMap<>();
    boolean stuck;

    @Override
    public String where() {
      return "in memory";
    }

    @Override
    public KeyPair generate(String alias, KeySpec spec) {
      var pair = Pki.pair();
      assertThat(keys.put(alias, pair)).isNull();
      return pair;
    }

    @Override
    public Optional<PrivateKey> key(String alias) {
      return Optional.ofNullable(keys.get(alias)).map(KeyPair::getPrivate);
    }

    @Override
    public void certify(String alias, X509Certificate certificate) {
      certificates.put(alias, certificate);
    }

    @Override
    public void delete(String alias) throws KeyHomeException {
      if (stuck) {
        throw new KeyHomeException("it is in use", "wait");
      }
      keys.remove(alias);
      certificates.remove(alias);
    }
  }
}
