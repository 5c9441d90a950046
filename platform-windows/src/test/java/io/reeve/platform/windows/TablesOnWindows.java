package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Every table is read, or says that this Windows has no such thing.
final class TablesOnWindows {
  @Test
  void everyTableIsReadOrSaysWhyNot() throws IOException {
    var windows = WineWin32.here();
    var wmi = new NativeWmi(windows);
    var tables =
        WindowsTables.all(
            new NativeRegistry(windows),
            wmi,
            new NativeSecurityCenter(windows, wmi),
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
