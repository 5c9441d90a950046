package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinuxHealthTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"000001ffffffffff, true", "00000000a80425fb, false", "0, false"})
  void theRightsOfRootAreRecognised(String effective, boolean all) {
    var found = LinuxHealth.privileges(effective);
    assertThat(found.ok()).isTrue();
    assertThat(found.remedy().isEmpty()).isEqualTo(all);
  }

  @ParameterizedTest
  @CsvSource({"enabled, true", "disabled, false", "masked, false"})
  void aUnitThatDoesNotStartIsBad(String state, boolean ok) {
    assertThat(LinuxHealth.unit(state).ok()).isEqualTo(ok);
  }

  @Test
  void whatIsMissingIsAdvice() throws Exception {
    var file = folder.resolve("f");
    assertThat(LinuxHealth.time(file).remedy()).isNotEmpty();
    assertThat(LinuxHealth.tray(file).remedy()).isNotEmpty();
    Files.createFile(file);
    assertThat(LinuxHealth.time(file).remedy()).isEmpty();
    assertThat(LinuxHealth.tray(file).remedy()).isEmpty();
  }
}
