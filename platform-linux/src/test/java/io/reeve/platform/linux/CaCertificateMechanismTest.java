package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.files.Certificates;
import io.reeve.core.programs.ProcessCommands;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.harness.FileState;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CaCertificateMechanismTest {
  private static final String SHA1 = "e40b2df4c113445423670e67f60cda30832a49f4";
  private static final String DER =
      "MIIBqTCCAU+gAwIBAgIUQ+m/HD2X3hQN2SR/GIprwSiQcNUwCgYIKoZIzj0EAwIwKTEQMA4GA1UE"
          + "CgwHRXhhbXBsZTEVMBMGA1UEAwwMRXhhbXBsZSBSb290MCAXDTI2MTEyMTAwMTkzNloYDzIxMjYx"
          + "MDI4MDAxOTM2WjApMRAwDgYDVQQKDAdFeGFtcGxlMRUwEwYDVQQDDAxFeGFtcGxlIFJvb3QwWTAT"
          + "BgcqhkjOPQIBBggqhkjOPQMBBwNCAARXvoor743Tlx/n6x27zA8P2l2NLilo5InBvBom/ILhnWLI"
          + "Bhqo3gxHPZW/czp5Rty5/sAjbk7grflgsI+Fq165o1MwUTAdBgNVHQ4EFgQUkFl2OnC3MeUvfW6R"
          + "HJbFy7te1JAwHwYDVR0jBBgwFoAUkFl2OnC3MeUvfW6RHJbFy7te1JAwDwYDVR0TAQH/BAUwAwEB"
          + "/zAKBggqhkjOPQQDAgNIADBFAiBhb+LCXQcsSp6regKf0SPAvq7sYX5ygua/HJIzHLJJXgIhALqs"
          + "B0ttfPRaKTmmJQtt7Hyd8/12DHYiNTwM4Xi35Bbn";
  @TempDir Path root;

  private CaCertificateMechanism mechanism() {
    return new CaCertificateMechanism(Scratch.host(root));
  }

  private Mechanism.Point point(String sha1) throws IOException {
    return mechanism().bind(new Address("ca-certificate", Map.of("sha1", sha1)));
  }

  private static final Address UNTRUSTED =
      new Address("ca-certificate", Map.of("sha1", SHA1, "store", "untrusted"));

  private static String pem() {
    return new String(
        Certificates.pem(java.util.Base64.getDecoder().decode(DER)), StandardCharsets.US_ASCII);
  }

  @Test
  void itLandsIsReadBackAndGoesWithoutATrace() throws IOException {
    var before = point(SHA1).capture();
    assertThat(before.value()).isEqualTo(Value.absent());
    point(SHA1).write(Value.of(DER));
    assertThat(point(SHA1.toUpperCase(java.util.Locale.ROOT)).read()).isEqualTo(Value.of(DER));
    var once = FileState.below(root);
    point(SHA1).write(Value.of(DER));
    assertThat(FileState.below(root)).isEqualTo(once);
    point(SHA1).restore(before);
    assertThat(FileState.below(root)).isEmpty();
  }

  @Test
  void opensslTrustsWhatWasWritten() throws IOException {
    Tools.need("/usr/bin/openssl", "openssl");
    point(SHA1).write(Value.of(DER));
    var file = root.resolve("usr/local/share/ca-certificates/reeve-" + SHA1 + ".crt").toString();
    var result =
        ProcessCommands.unix()
            .run(
                List.of("/usr/bin/openssl", "verify", "-no_check_time", "-CAfile", file, file),
                Duration.ofMinutes(1));
    assertThat(result.out()).endsWith(": OK\n");
  }

  @Test
  void theNameMustBeTheFingerprint() {
    assertThatThrownBy(() -> point("0".repeat(40)).write(Value.of(DER)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(SHA1)
        .hasMessageContaining("0".repeat(40));
  }

  @Test
  void whatIsNoCertificateIsRefused() {
    assertThatThrownBy(() -> point(SHA1).write(Value.of("AAAA")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not an X.509 certificate");
    assertThatThrownBy(() -> point("xyz")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "etc/pki/ca-trust/source/anchors, etc/pki/ca-trust/source/blocklist",
    "etc/pki/trust/anchors, etc/pki/trust/blocklist",
    "etc/ca-certificates/trust-source/anchors, etc/ca-certificates/trust-source/blocklist"
  })
  void otherFamiliesHaveFoldersOfTheirOwn(String anchors, String blocklist) throws IOException {
    Files.createDirectories(root.resolve(anchors));
    var before = FileState.below(root);
    point(SHA1).write(Value.of(DER));
    assertThat(root.resolve(anchors).resolve("reeve-" + SHA1 + ".crt")).exists();
    assertThat(point(SHA1).read()).isEqualTo(Value.of(DER));
    point(SHA1).write(Value.absent());
    mechanism().bind(UNTRUSTED).write(Value.of(DER));
    assertThat(root.resolve(blocklist).resolve("reeve-" + SHA1 + ".pem")).hasContent(pem());
    assertThat(mechanism().bind(UNTRUSTED).read()).isEqualTo(Value.of(DER));
    mechanism().bind(UNTRUSTED).write(Value.absent());
    assertThat(root.resolve("usr")).doesNotExist();
    assertThat(FileState.below(root).stream().map(FileState::untimed))
        .isEqualTo(before.stream().map(FileState::untimed).toList());
  }

  private static final String CONF =
      "# a comment\nmozilla/A.crt\n\n!mozilla/Off.crt\nmozilla/B.crt";

  @Test
  void onDebianWhatIsNotToBeTrustedIsTurnedOffWhereverItComesFromAndComesBack() throws IOException {
    Scratch.file(root, "/etc/ca-certificates.conf", CONF);
    Scratch.file(root, "/usr/share/ca-certificates/mozilla/A.crt", "another\n");
    Scratch.file(root, "/usr/share/ca-certificates/mozilla/B.crt", pem());
    Scratch.file(root, "/usr/local/share/ca-certificates/mine/own.crt", pem());
    var before = FileState.below(root);
    var point = mechanism().bind(UNTRUSTED);
    var snapshot = point.capture();
    point.write(Value.of(DER));
    assertThat(point.read()).isEqualTo(Value.of(DER));
    assertThat(Scratch.text(root, "/etc/ca-certificates.conf"))
        .isEqualTo(CONF.replace("mozilla/B", "!mozilla/B"));
    assertThat(root.resolve("usr/local/share/ca-certificates/mine/own.crt")).doesNotExist();
    var once = FileState.below(root);
    point.write(Value.of(DER));
    assertThat(FileState.below(root)).isEqualTo(once);
    point.restore(snapshot);
    assertThat(FileState.below(root).stream().map(FileState::untimed))
        .isEqualTo(before.stream().map(FileState::untimed).toList());
  }

  @Test
  void whatAPackageTrustsAnewIsSeenAndTurnedOff() throws IOException {
    var point = mechanism().bind(UNTRUSTED);
    point.write(Value.of(DER));
    Scratch.file(root, "/etc/ca-certificates.conf", "mozilla/B.crt\n");
    Scratch.file(root, "/usr/share/ca-certificates/mozilla/B.crt", pem());
    assertThat(point.read()).isEqualTo(Value.of("not to be trusted, but trusted"));
    point.write(Value.of(DER));
    assertThat(point.read()).isEqualTo(Value.of(DER));
    point.write(Value.absent());
    assertThat(Scratch.text(root, "/etc/ca-certificates.conf")).isEqualTo("mozilla/B.crt\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"usr/local/share/ca-certificates", "etc/pki/ca-trust/source/anchors"})
  void whatIsNotToBeTrustedCannotBeARootAsWellAndIsNotOneAgainUnlessAsked(String anchors)
      throws IOException {
    Files.createDirectories(root.resolve(anchors));
    point(SHA1).write(Value.of(DER));
    mechanism().bind(UNTRUSTED).write(Value.of(DER));
    assertThat(mechanism().bind(UNTRUSTED).read()).isEqualTo(Value.of(DER));
    assertThatThrownBy(() -> point(SHA1))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("UntrustedCertificates");
    mechanism().bind(UNTRUSTED).write(Value.absent());
    assertThat(point(SHA1).read()).isEqualTo(Value.absent());
    point(SHA1).write(Value.of(DER));
    assertThat(point(SHA1).read()).isEqualTo(Value.of(DER));
  }

  /// Debian's tool leaves it there, also when it is told to begin afresh.
  @ParameterizedTest
  @ValueSource(strings = {"JKS", "PKCS12"})
  void javaForgetsWhatIsNoLongerTrustedAndNothingElse(String type)
      throws IOException, GeneralSecurityException {
    var certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(java.util.Base64.getDecoder().decode(DER)));
    var store = KeyStore.getInstance(type);
    store.load(null, null);
    store.setCertificateEntry("debian:reeve-" + SHA1 + ".pem", certificate);
    store.setCertificateEntry("mine", certificate);
    var file = root.resolve(JavaTrustStore.FILE.substring(1));
    Files.createDirectories(file.getParent());
    try (var out = Files.newOutputStream(file)) {
      store.store(out, "changeit".toCharArray());
    }
    point(SHA1).write(Value.of(DER));
    mechanism().settle(List.of(new Address("ca-certificate", Map.of("sha1", SHA1))));
    assertThat(aliases(file)).hasSize(2);
    point(SHA1).write(Value.absent());
    mechanism().settle(List.of(new Address("ca-certificate", Map.of("sha1", SHA1))));
    assertThat(aliases(file)).containsExactly("mine");
    assertThat(KeyStore.getInstance(file.toFile(), "changeit".toCharArray()).getType())
        .isEqualToIgnoringCase(type);
  }

  private static List<String> aliases(Path file) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
    return java.util.Collections.list(store.aliases());
  }
}
