package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Makes programs that are running take up what was written. On a scratch root nothing runs.
final class Reload {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private Reload() {}

  /// Reloads or restarts a unit if it runs, and waits a while for the end of it; where systemd does
  /// not run, neither does the unit.
  static void unit(Host host, String unit) throws IOException {
    if (!host.isScratch() && Files.isDirectory(host.path("/run/systemd/system"))) {
      try (var bus = SystemBus.open()) {
        new UnitJobs(bus, UnitJobs.PATIENCE)
            .run(
                Map.of(
                    "reloading " + unit,
                    systemd -> systemd.ReloadOrTryRestartUnit(unit, "replace")));
      }
    }
  }

  /// What [#unit] does, for people; empty on a scratch root.
  static String effect(Host host, Collection<String> units) {
    return units.isEmpty() || host.isScratch()
        ? ""
        : "reloads %s, or restarts what cannot reload, if it runs"
            .formatted(String.join(", ", units));
  }

  /// Runs a program on the real machine, and holds that it ends well.
  static void run(Host host, List<String> arguments) throws IOException {
    if (host.isScratch() || !Files.isExecutable(host.path(arguments.getFirst()))) {
      return;
    }
    var result = host.commands().run(arguments, DEADLINE);
    if (!result.ok()) {
      throw new io.reeve.core.spi.OsException(
          String.join(" ", arguments), result.exit(), result.err().strip());
    }
  }
}
