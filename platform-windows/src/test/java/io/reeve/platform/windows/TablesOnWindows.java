package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Every table is read, or says that this Windows has no such thing.
final class TablesOnWindows {
  /// Wine's own has none; a machine's tells which one it is.
  @Test
  void theSecurityChipIsToldOrNotThere() throws IOException {
    var version = SecurityChip.of(WineWin32.here()).version();
    if (WineWin32.isHosted()) {
      assertThat(version).isEmpty();
    } else {
      assertThat(version.orElse("2.0")).isIn("1.2", "2.0");
    }
  }

  @Test
  void everyTableIsReadOrSaysWhyNot() throws IOException {
    var windows = WineWin32.here();
    var wmi = new NativeWmi(windows);
    var tables =
        WindowsTables.all(
            new NativeRegistry(windows),
            wmi,
            new NativeSecurityCenter(windows, wmi),
            SecurityChip.of(windows),
            new NativeUserDatabase(windows),
            new NativeLocalAccounts(windows));
    int read = 0;
    for (var table : tables) {
      try {
        assertThat(table.read()).as(table.name()).isNotNull();
        read++;
      } catch (NotApplicableException e) {
        assertThat(e).as(table.name()).hasMessageMatching("(?s).{10,}");
      } catch (OsException e) {
        // Wine knows little of accounts and groups.
        assertThat(e).as(table.name()).hasMessageMatching("(?s)Net\\w+ failed .*");
        assertThat(WineWin32.isHosted()).as(table.name()).isTrue();
      }
    }
    assertThat(read).as("tables that were read").isPositive();
  }
}
