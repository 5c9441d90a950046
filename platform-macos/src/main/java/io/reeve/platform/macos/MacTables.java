package io.reeve.platform.macos;

import io.reeve.core.files.EtcHostsTable;
import io.reeve.core.files.Facts;
import io.reeve.core.spi.Table;
import java.nio.file.Path;
import java.util.List;

/// The tables that are macOS's own.
final class MacTables {
  private MacTables() {}

  static List<Table<?>> all(Tools tools) {
    return List.of(
        new AppsTable(tools),
        new PackageReceiptsTable(tools),
        new LaunchdTable(tools),
        new DiskEncryptionTable(tools),
        new SipConfigTable(tools),
        new GatekeeperTable(tools),
        new AlfTable(tools),
        new UsersTable(tools),
        new GroupsTable(tools),
        new EtcHostsTable(new Facts(Path.of("/"))));
  }
}
