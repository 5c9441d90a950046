package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
import io.reeve.harness.FileState;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  private Mechanism.Point point(String sha1) {
    return new CaCertificateMechanism(Scratch.host(root))
        .bind(new Address("ca-certificate", Map.of("sha1", sha1)));
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
        new ProcessCommands()
            .run(
                List.of("/usr/bin/openssl", "verify", "-CAfile", file, file),
                Duration.ofSeconds(10));
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

  @Test
  void theRhelFamilyHasAFolderOfItsOwn() throws IOException {
    Files.createDirectories(root.resolve("etc/pki/ca-trust/source/anchors"));
    point(SHA1).write(Value.of(DER));
    assertThat(root.resolve("etc/pki/ca-trust/source/anchors/reeve-" + SHA1 + ".crt")).exists();
    assertThat(point(SHA1).read()).isNotEqualTo(Value.absent());
    assertThat(Optional.of(root.resolve("usr")))
        .get()
        .satisfies(usr -> assertThat(usr).doesNotExist());
  }
}
