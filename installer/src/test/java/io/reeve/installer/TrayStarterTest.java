package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `/usr/bin/reeve-tray` of a Linux package, with a program in the tray's place.
@EnabledOnOs(OS.LINUX)
final class TrayStarterTest {
  @TempDir Path home;

  private int start(String tray) throws IOException, InterruptedException {
    script(home.resolve("current/bin/reeve-tray"), tray);
    var starter = home.resolve("starter");
    script(
        starter,
        Files.readString(Path.of("src/main/linux/reeve-tray"))
            .replace("/usr/lib/reeve", home.toString()));
    return new ProcessBuilder(starter.toString(), "--some-option").inheritIO().start().waitFor();
  }

  private void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void aTrayThatWasReplacedIsStartedAnew() throws Exception {
    int code =
        start(
            """
            #!/bin/sh
            echo "$@" >>%1$s/ran
            sed -i 's/exit 75/exit 3/' "$0"
            exit 75
            """
                .formatted(home));
    assertThat(code).isEqualTo(3);
    assertThat(home.resolve("ran")).hasContent("--some-option\n--some-option\n");
  }

  @Test
  void aTrayThatWasRemovedIsNot() throws Exception {
    assertThat(start("#!/bin/sh\nrm \"$0\"\nexit 75\n")).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void anyOtherEndIsTheEnd(int code) throws Exception {
    assertThat(start("#!/bin/sh\nexit " + code + "\n")).isEqualTo(code);
  }
}
