package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The entry of a service that is never started.
final class RegistrarOnWindows {
  private static final String NAME = "ReeveTestOfItsOwn";
  private final Win32 windows = WineWin32.here();
  private final ServiceEntry entry = new NativeServiceEntry(windows, NAME);

  @AfterEach
  void takeAwayWhatTheTestMade() throws IOException {
    entry.remove();
  }

  @Test
  void anEntryIsMadeChangedAndTakenAway() throws IOException {
    assertThat(entry.commandLine()).isEmpty();
    entry.put("\"C:\\Program Files\\Reeve\\reeved.exe\" daemon");
    assertThat(entry.commandLine()).contains("\"C:\\Program Files\\Reeve\\reeved.exe\" daemon");
    var services = new NativeServices(windows);
    var startup = services.startup(NAME).orElseThrow();
    assertThat(startup.type()).isEqualTo(Advapi32Services.SERVICE_AUTO_START);
    assertThat(startup.delayed()).isEqualTo(!WineWin32.isHosted());
    assertThat(services.isRunning(NAME)).isFalse();
    entry.put("\"C:\\other.exe\" daemon --state D:\\x");
    assertThat(entry.commandLine()).contains("\"C:\\other.exe\" daemon --state D:\\x");
    entry.remove();
    assertThat(entry.commandLine()).isEmpty();
    entry.remove();
  }

  /// Windows has the key and others' values in it; only Wine's is ours to change.
  @Test
  void theTraysStartIsMadeReadAndTakenAway() throws IOException {
    assumeTrue(WineWin32.isHosted(), "SKIPPED: it changes what sessions start, inside Wine only");
    var tray = new TrayStart(new NativeRegistry(windows));
    assertThat(tray.isSet()).isFalse();
    tray.put(
        Optional.of(
            new TrayStart.Program(Path.of("C:\\Program Files\\Reeve\\reeve-tray.exe"), "")));
    assertThat(tray.isSet()).isTrue();
    assertThat(tray.remove()).isTrue();
    assertThat(tray.isSet()).isFalse();
  }
}
