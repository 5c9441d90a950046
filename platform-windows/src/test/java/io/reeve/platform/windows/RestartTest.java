package io.reeve.platform.windows;

import static io.reeve.platform.windows.Advapi32Registry.REG_SZ;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class RestartTest {
  private static final String CONTROL = "SYSTEM\\CurrentControlSet\\Control\\";
  private final MemoryRegistry registry = new MemoryRegistry();
  private final Restart restart = new Restart(registry);

  private void name(String which, String name) {
    var key = RegistryKey.machine(CONTROL + "ComputerName\\" + which);
    registry.given(key, "ComputerName", RegistryData.text(REG_SZ, name));
  }

  private void updatesWait() {
    registry.given(
        RegistryKey.machine(
            "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WindowsUpdate\\Auto"
                + " Update\\RebootRequired"),
        "8b2c",
        RegistryData.number(1));
  }

  @Test
  void whatWindowsWantsOneForIsNamed() throws IOException {
    name("ComputerName", "NEW");
    name("ActiveComputerName", "NEW");
    assertThat(restart.wanted()).isEmpty();
    name("ComputerName", "NEWER");
    updatesWait();
    assertThat(restart.wanted())
        .contains("Windows wants a restart for updates, the machine's new name");
  }

  @Test
  void theBootIsToldByItsNumberWhereThereIsOne() throws IOException {
    assertThat(restart.boot()).isEmpty();
    var key =
        RegistryKey.machine(CONTROL + "Session Manager\\Memory Management\\PrefetchParameters");
    registry.given(key, "BootId", RegistryData.number(42));
    assertThat(restart.boot()).contains("42");
  }
}
