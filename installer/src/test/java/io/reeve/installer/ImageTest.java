package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleFinder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which parts of the JDK a package's runtime has that no tool finds in the program.
final class ImageTest {
  /// Without it `windows-my` has no keys: Java finds its provider by name.
  @ParameterizedTest
  @CsvSource({"Windows 11, true", "Windows Server 2025, true", "Mac OS X, false", "Linux, false"})
  void onlyOnWindowsItHasTheKeysOfTheMachine(String system, boolean has) {
    assertThat(Image.byName(system)).contains("jdk.crypto.cryptoki");
    assertThat(Image.byName(system).contains("jdk.crypto.mscapi")).isEqualTo(has);
  }

  @Test
  void whatItNamesIsInThisSystemsJdk() {
    assertThat(Image.byName(System.getProperty("os.name")))
        .allMatch(module -> ModuleFinder.ofSystem().find(module).isPresent());
  }
}
