package io.reeve.core.local;

import io.reeve.core.local.AgentException.Kind;
import java.util.List;
import java.util.Set;

/// Decides whether a peer may make a call, and with which arguments.
@FunctionalInterface
interface Admission {
  /// What every user of the machine may read. Left out on purpose: what shows other users, their
  /// programs, or what listens.
  Set<String> OPEN_TABLES =
      Set.of(
          "battery",
          "block_devices",
          "cpu_info",
          "deb_packages",
          "disk_info",
          "interface_addresses",
          "interface_details",
          "kernel_info",
          "memory_info",
          "mounts",
          "os_version",
          "rpm_packages",
          "system_info",
          "uptime");

  /// Every user of the machine.
  Admission ANYONE = (_, _, _, arguments) -> arguments;

  /// Root and the user the daemon runs as.
  Admission ADMINISTRATOR =
      (peer, method, _, arguments) -> {
        if (!peer.administrator()) {
          throw refused(peer, "'" + method + "'");
        }
        return arguments;
      };

  /// As [#ANYONE], but only the [#OPEN_TABLES]; all of these when none is named.
  Admission TABLES =
      (peer, _, service, arguments) -> {
        if (peer.administrator()) {
          return arguments;
        }
        var asked = (List<?>) arguments[0];
        for (var table : asked) {
          if (!OPEN_TABLES.contains(String.valueOf(table))) {
            throw refused(peer, "the table '" + table + "'");
          }
        }
        return asked.isEmpty()
            ? new Object[] {service.tables().stream().filter(OPEN_TABLES::contains).toList()}
            : arguments;
      };

  /// @return the arguments to call with
  /// @throws AgentException when the peer may not
  Object[] admit(Peer peer, String method, AgentService service, Object[] arguments);

  private static AgentException refused(Peer peer, String what) {
    return new AgentException(
        Kind.FAILED,
        what + " is for administrators, and you are " + peer.name(),
        "run the command as root, for example with sudo");
  }
}
