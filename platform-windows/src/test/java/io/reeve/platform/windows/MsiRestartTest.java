package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.FileAttributes;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MsiRestartTest {
  @TempDir Path root;
  private Optional<String> boot = Optional.of("41");

  private MsiRestart restart() {
    var host =
        new Host(
            root,
            (arguments, _) -> {
              throw new IOException("no program here: " + arguments);
            },
            FileAttributes.none(),
            Clock.systemUTC());
    return MsiRestart.of(host, () -> boot);
  }

  @Test
  void whatWantsOneIsToldUntilTheMachineWasRestarted() throws IOException {
    assertThat(restart().wanted()).isEmpty();
    restart().add("Editor 1.2");
    restart().add("Viewer\n2");
    restart().add("Editor 1.2");
    assertThat(restart().wanted())
        .contains("Windows Installer wants a restart for Editor 1.2, Viewer 2");
    boot = Optional.of("42");
    assertThat(restart().wanted()).isEmpty();
    restart().add("Viewer 3");
    assertThat(restart().wanted()).contains("Windows Installer wants a restart for Viewer 3");
  }

  @Test
  void whereNobodyCountsBootsNothingIsKeptForEver() throws IOException {
    boot = Optional.empty();
    restart().add("Editor 1.2");
    assertThat(restart().wanted()).isEmpty();
  }
}
