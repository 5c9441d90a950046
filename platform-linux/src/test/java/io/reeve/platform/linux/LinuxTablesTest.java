package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.files.EtcHostsTable;
import io.reeve.core.files.Facts;
import io.reeve.core.programs.ProcessCommands;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Table;
import io.reeve.harness.OsquerySchema;
import io.reeve.harness.TableContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Every Linux table against the contract, on this machine.
final class LinuxTablesTest {
  private static final Facts FACTS = new Facts(Path.of("/"));

  @Test
  void everyTableIsInTheListOnceAndHasOsquerysName() {
    var host =
        new Host(
            Path.of("/"),
            (arguments, _) -> {
              throw new IOException("not run here: " + arguments);
            },
            new Xattrs(),
            Clock.systemUTC());
    var names = LinuxTables.all(host).stream().map(Table::name).toList();
    assertThat(names).doesNotHaveDuplicates().hasSize(15).allMatch(OsquerySchema.load()::has);
  }

  @Nested
  final class BlockDevices implements TableContract {
    @Override
    public Table<?> table() {
      return new BlockDevicesTable(FACTS);
    }

    @Override
    public List<String> columns() {
      return List.of("name", "parent", "size", "block_size", "uuid", "type", "label");
    }
  }

  @Nested
  final class DebPackages implements TableContract {
    @Override
    public Table<?> table() {
      return new DebPackagesTable(FACTS);
    }

    @Override
    public List<String> columns() {
      return List.of("name", "version", "source", "size", "arch", "revision", "status");
    }
  }

  @Nested
  final class DnsResolvers implements TableContract {
    @Override
    public Table<?> table() {
      return new DnsResolversTable(FACTS);
    }

    @Override
    public List<String> columns() {
      return List.of("id", "type", "address");
    }
  }

  @Nested
  final class EtcHosts implements TableContract {
    @Override
    public Table<?> table() {
      return new EtcHostsTable(FACTS);
    }

    @Override
    public List<String> columns() {
      return List.of("address", "hostnames");
    }
  }

  @Nested
  final class Groups implements TableContract {
    @Override
    public Table<?> table() {
      return new GroupsTable(FACTS);
    }

    @Override
    public List<String> columns() {
      return List.of("gid", "groupname");
    }
  }

  @Nested
  final class KernelInfo implements TableContract {
    @Override
    public Table<?> table() {
      return new KernelInfoTable(FACTS);
    }

    @Override
    public List<String> columns() {
      return List.of("version", "arguments", "path", "device");
    }

    @Override
    public Set<String> plain() {
      return Set.of("arguments");
    }
  }

  @Nested
  final class KernelModules implements TableContract {
    @Override
    public Table<?> table() {
      return new KernelModulesTable(FACTS);
    }

    @Override
    public List<String> columns() {
      return List.of("name", "size", "used_by", "status");
    }
  }

  @Nested
  final class Memory implements TableContract {
    @Override
    public Table<?> table() {
      return new LinuxMemoryTable(FACTS);
    }

    @Override
    public List<String> columns() {
      return List.of("memory_total", "memory_available", "swap_total", "swap_free");
    }
  }

  @Nested
  final class Mounts implements TableContract {
    @Override
    public Table<?> table() {
      return new MountsTable(FACTS);
    }

    @Override
    public List<String> columns() {
      return List.of("device", "path", "type", "blocks_size", "blocks_available", "flags");
    }
  }

  @Nested
  final class OsVersion implements TableContract {
    @Override
    public Table<?> table() {
      return new LinuxVersionTable(FACTS);
    }

    @Override
    public List<String> columns() {
      return List.of("name", "version", "major", "minor", "platform", "codename", "arch");
    }
  }

  @Nested
  final class RpmPackages implements TableContract {
    @Override
    public Table<?> table() {
      return new RpmPackagesTable(FACTS, ProcessCommands.unix());
    }

    @Override
    public List<String> columns() {
      return List.of("name", "version", "release", "arch", "epoch", "install_time");
    }
  }

  @Nested
  final class Secureboot implements TableContract {
    @Override
    public Table<?> table() {
      return new SecurebootTable(FACTS);
    }

    @Override
    public List<String> columns() {
      return List.of("secure_boot", "setup_mode");
    }
  }

  @Nested
  final class TpmInfo implements TableContract {
    @Override
    public Table<?> table() {
      return new TpmInfoTable(FACTS);
    }

    @Override
    public List<String> columns() {
      return List.of("enabled", "spec_version");
    }
  }

  @Nested
  final class UserGroups implements TableContract {
    @Override
    public Table<?> table() {
      return new UserGroupsTable(FACTS);
    }

    @Override
    public List<String> columns() {
      return List.of("uid", "gid");
    }
  }

  @Nested
  final class Users implements TableContract {
    @Override
    public Table<?> table() {
      return new UsersTable(FACTS);
    }

    @Override
    public List<String> columns() {
      return List.of("uid", "gid", "username", "description", "directory", "shell");
    }

    @Override
    public Set<String> plain() {
      return Set.of("uid_signed", "gid_signed", "description", "directory", "shell");
    }
  }
}
