package io.reeve.core.inventory;

import io.reeve.core.spi.Table;
import java.util.List;

/// The tables every operating system has.
public final class CoreTables {
  private CoreTables() {}

  /// A new one of each.
  public static List<Table<?>> all() {
    return List.of(
        new BatteryTable(),
        new CpuInfoTable(),
        new DiskInfoTable(),
        new InterfaceAddressesTable(),
        new InterfaceDetailsTable(),
        new ListeningPortsTable(),
        new LoggedInUsersTable(),
        new MemoryInfoTable(),
        new OsVersionTable(),
        new PlatformInfoTable(),
        new ProcessesTable(),
        new SystemInfoTable(),
        new UptimeTable());
  }
}
