package io.reeve.platform.linux;

import io.reeve.core.files.EtcHostsTable;
import io.reeve.core.files.Facts;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Table;
import java.nio.file.Path;
import java.util.List;

/// The tables only Linux has, and those it can tell more about than every system does.
final class LinuxTables {
  private LinuxTables() {}

  static List<Table<?>> all(Host host) {
    var facts = new Facts(Path.of("/"));
    return List.of(
        new BlockDevicesTable(facts),
        new DebPackagesTable(facts),
        new DnsResolversTable(facts),
        new EtcHostsTable(facts),
        new GroupsTable(facts),
        new KernelInfoTable(facts),
        new KernelModulesTable(facts),
        new LinuxMemoryTable(facts),
        new LinuxVersionTable(facts),
        new MountsTable(facts),
        new RpmPackagesTable(facts, host.commands()),
        new SecurebootTable(facts),
        new TpmInfoTable(facts),
        new UserGroupsTable(facts),
        new UsersTable(facts));
  }
}
