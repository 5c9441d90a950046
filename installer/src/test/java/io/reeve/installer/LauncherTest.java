package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// How the programs of a package start.
final class LauncherTest {
  @ParameterizedTest
  @CsvSource({
    "agent-core-1.jar, true",
    "platform-linux-1.jar, true",
    "jackson-databind-2.jar, true",
    "netty-common-4.jar, false",
    "bcprov-jdk18on-1.jar, false",
    "local-store-1.jar, false"
  })
  void theTrayHasTheJarsItNeeds(String jar, boolean needed) {
    assertThat(Launcher.TRAY.needs(jar)).isEqualTo(needed);
    assertThat(Launcher.REEVED.needs(jar)).isTrue();
  }

  @Test
  void theTrayCompilesNothingAndStaysSmall() {
    assertThat(Launcher.TRAY.options())
        .contains("-Xint", "-Xmx24m", "-Djna.boot.library.path=$APPDIR/native")
        .noneMatch(option -> option.startsWith("#") || option.isBlank());
  }

  @Test
  void theScriptOfACheckoutReadsTheSameFiles() throws IOException {
    assertThat(Files.readString(Path.of("../reeve"))).contains("tray.options", "tray.jars");
  }

  @ParameterizedTest
  @EnumSource(Launcher.class)
  void whatACollectionFreesIsGivenBackAtOnce(Launcher launcher) {
    assertThat(launcher.options()).contains("-XX:-ShrinkHeapInSteps");
  }
}
