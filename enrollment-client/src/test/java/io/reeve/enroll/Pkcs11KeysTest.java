package io.reeve.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Pkcs11KeysTest {
  @TempDir Path folder;

  private TokenBed bed(String kind) throws Exception {
    return switch (kind) {
      case "soft" -> new TokenBed.Soft(folder);
      case "tpm" -> new TokenBed.Tpm(folder);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @ParameterizedTest
  @CsvSource({"soft, RSA", "soft, EC", "tpm, RSA", "tpm, EC"})
  void aKeyIsMadeSignsAuthenticatesAndSurvivesARestartWithoutLeavingItsToken(
      String kind, String algorithm) throws Exception {
    try (var bed = bed(kind)) {
      bed.begin();
      assertThat(bed.probe("enrol-" + algorithm))
          .containsEntry("csr", "true")
          .containsEntry("TLSv1.3", "CN=device " + algorithm)
          .containsEntry("TLSv1.2", "CN=device " + algorithm)
          .containsEntry("renewal", "true");
      assertThat(bed.probe("tls", "state"))
          .containsEntry("signs", "true")
          .containsEntry("identity", "CN=device " + algorithm)
          .containsEntry("leaves", "false")
          .containsEntry("secret", "s3cret")
          .containsEntry("aliases", "1")
          .containsEntry("where", "on the PKCS#11 token 'agent', which does not let it out");
    }
  }

  @ParameterizedTest
  @CsvSource({"soft", "tpm"})
  void onlyTheInstalledKeyIsOnTheTokenWhateverHappens(String kind) throws Exception {
    try (var bed = bed(kind)) {
      bed.begin();
      assertThat(bed.probe("abandon", "state", "crash"))
          .as("after a candidate was dropped")
          .containsEntry("aliases", "0")
          .containsEntry("file", "false");
      assertThat(bed.probe("state", "enrol-EC", "crash"))
          .as("after a crash with a candidate, before the first identity")
          .containsEntry("identity", "none")
          .containsEntry("aliases", "0")
          .containsEntry("file", "false");
      assertThat(bed.probe("tls", "state"))
          .as("after a crash with a candidate beside the identity")
          .containsEntry("signs", "true")
          .containsEntry("aliases", "1");
      assertThat(bed.probe("enrol-RSA", "state"))
          .as("after a second identity")
          .containsEntry("identity", "CN=device RSA")
          .containsEntry("aliases", "1");
      assertThat(bed.probe("forget", "state"))
          .as("after forgetting")
          .containsEntry("identity", "none")
          .containsEntry("aliases", "0")
          .containsEntry("file", "false");
    }
  }
}
