package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SystemLibrariesTest {
  @Test
  void aLibraryIsNamedByItsWholePath() {
    assertThat(SystemLibraries.path("C:\\Windows\\System32", "crypt32"))
        .isEqualTo("C:\\Windows\\System32\\crypt32.dll");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..\\x", "C:\\x", "a.b", ""})
  void nothingThatLeadsElsewhereIsALibrary(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SystemLibraries.path("C:\\Windows\\System32", name));
  }
}
