package io.reeve.enroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.enroll.DeviceKeys.KeySpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("keys.p12");
  }

  private DeviceKeys keys() {
    return DeviceKeys.pkcs12(file());
  }

  private void install(String subject, Map<String, String> secrets) throws Exception {
    try (var candidate = keys().generate(new KeySpec("EC", 256))) {
      var certificate = Given.PKI.client(subject, candidate.publicKey());
      candidate.install(List.of(certificate, Given.PKI.issuing), secrets);
    }
  }

  @Test
  void theFileIsItsOwnersOnlyAndHoldsIdentityAndSecrets() throws Exception {
    install("CN=one", Map.of("a", "b", "empty", "", "odd name", "li\nne \u00e9"));
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(keys().identity().orElseThrow().certificate().getSubjectX500Principal().getName())
        .isEqualTo("CN=one");
    assertThat(keys().secret("a")).contains("b");
    assertThat(keys().secret("empty")).contains("");
    assertThat(keys().secret("odd name")).contains("li\nne \u00e9");
    assertThat(keys().secret("none")).isEmpty();
    assertThat(keys().where()).contains(file().toString());
  }

  @Test
  void secretsOfAnOlderIdentityGoWithIt() throws Exception {
    install("CN=one", Map.of("a", "b"));
    keys().keep(Map.of("c", "d"));
    assertThat(keys().secret("a")).contains("b");
    install("CN=two", Map.of("e", "f"));
    assertThat(keys().secret("a")).isEmpty();
    assertThat(keys().secret("c")).isEmpty();
    assertThat(keys().secret("e")).contains("f");
  }

  @Test
  void forgettingLeavesNothing() throws Exception {
    install("CN=one", Map.of());
    Files.writeString(folder.resolve(".keys.p12.123.new"), "left by a crash");
    keys().forget();
    keys().forget();
    assertThat(folder).isEmptyDirectory();
    assertThat(keys().identity()).isEmpty();
  }

  @Test
  void aCandidateThatIsNotInstalledLeavesNothing() throws Exception {
    keys().generate(new KeySpec("EC", 384)).close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aCertificateOfAnotherKeyIsNotInstalled() throws Exception {
    try (var candidate = keys().generate(new KeySpec("EC", 256))) {
      var other = Given.PKI.client("CN=x", Pki.pair().getPublic());
      assertThatThrownBy(() -> candidate.install(List.of(other), Map.of()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> candidate.install(List.of(), Map.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileOthersCanReadIsClosedToThem() throws Exception {
    install("CN=one", Map.of());
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(keys().identity()).isPresent();
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 400})
  void aTruncatedFileIsAnErrorWithAHintAndIsKept(int length) throws Exception {
    install("CN=one", Map.of());
    var bytes = Arrays.copyOf(Files.readAllBytes(file()), length);
    Files.write(file(), bytes);
    assertThatThrownBy(() -> keys().identity())
        .isInstanceOfSatisfying(
            KeyHomeException.class,
            e -> {
              assertThat(e).hasMessageContaining(file().toString());
              assertThat(e.hint()).contains("backup");
            });
    assertThat(file()).hasBinaryContent(bytes);
  }

  @Test
  void aFolderThatIsNotThereIsAnErrorWithAHint() {
    var keys = DeviceKeys.pkcs12(folder.resolve("no/keys.p12"));
    assertThatThrownBy(() -> keys.keep(Map.of("a", "b")))
        .isInstanceOfSatisfying(
            KeyHomeException.class, e -> assertThat(e.hint()).contains("folder exists"));
  }

  @Test
  void anRsaKeyHasTheLengthAskedFor() throws Exception {
    try (var candidate = keys().generate(KeySpec.rsa(3072))) {
      assertThat(((RSAPublicKey) candidate.publicKey()).getModulus().bitLength()).isEqualTo(3072);
    }
  }

  @ParameterizedTest
  @CsvSource({"RSA, 1024", "RSA, 16384", "EC, 255", "DSA, 2048"})
  void anUnfitKindOfKeyIsRefused(String algorithm, int bits) {
    assertThatThrownBy(() -> new KeySpec(algorithm, bits))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void theIdentityAuthenticatesInTls(String protocol) throws Exception {
    install("CN=one", Map.of());
    var context = Tls.context(Trust.only(List.of(Given.PKI.root)), keys().identity());
    assertThat(TlsPair.subjectSeen(Given.PKI, context, protocol)).isEqualTo("CN=one");
  }

  @Test
  void aServerOfAnotherRootIsNotTrusted() throws Exception {
    install("CN=one", Map.of());
    var context = Tls.context(Trust.only(List.of(new Pki().root)), keys().identity());
    assertThatThrownBy(() -> TlsPair.subjectSeen(Given.PKI, context, "TLSv1.3"))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void theSystemsRootsCanBeRead() throws Exception {
    assertThat(SystemRoots.read()).isNotEmpty();
    assertThat(SystemRoots.bundle(List.of(folder.resolve("none")))).isNotEmpty();
    assertThat(Tls.context(Trust.SYSTEM, Optional.empty()).getProtocol()).isEqualTo("TLS");
  }

  @Test
  void aBundleThatIsExchangedIsSeenToBeAnotherWithoutReadingIt() throws Exception {
    var bundle = Files.writeString(folder.resolve("bundle"), "roots");
    var bundles = List.of(folder.resolve("none"), bundle);
    var before = SystemRoots.state(bundles);
    assertThat(SystemRoots.state(bundles)).isEqualTo(before);
    var time = Files.getLastModifiedTime(bundle);
    var next = Files.writeString(folder.resolve("next"), "stoor");
    Files.setLastModifiedTime(next, time);
    Files.move(next, bundle, StandardCopyOption.REPLACE_EXISTING);
    assertThat(SystemRoots.state(bundles)).isNotEqualTo(before);
    assertThat(Tls.state(Trust.SYSTEM)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--"})
  void aPinFileOthersCanReadIsRefused(String mode) throws Exception {
    var pin = Files.writeString(folder.resolve("pin"), "1234\n");
    Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString(mode));
    assertThatThrownBy(() -> new PinFile(pin).read())
        .isInstanceOf(KeyHomeException.class)
        .hasMessageContaining(mode)
        .hasMessageNotContaining("1234");
    Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
    assertThat(new PinFile(pin).read()).containsExactly('1', '2', '3', '4');
  }

  @Test
  void aTokenThatIsNotThereIsAnErrorWithAHint() throws Exception {
    var config = folder.resolve("token.cfg");
    assertThatThrownBy(() -> DeviceKeys.pkcs11(config, folder.resolve("pin"), file()))
        .isInstanceOf(KeyHomeException.class)
        .hasMessageContaining("cannot be read");
    Files.writeString(config, "name = gone\nlibrary = /no/such/library.so\n");
    assertThatThrownBy(() -> DeviceKeys.pkcs11(config, folder.resolve("pin"), file()))
        .isInstanceOf(KeyHomeException.class)
        .hasMessageContaining("/no/such/library.so");
  }
}
