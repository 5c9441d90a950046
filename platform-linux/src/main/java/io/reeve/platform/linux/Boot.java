package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// The running boot, and whether the system wants another.
final class Boot {
  private static final int MOST_PACKAGES = 10;
  private static final int LONGEST = 64 << 10;

  private Boot() {}

  /// The kernel's random number of this boot.
  static Optional<String> id(Host host) {
    return lines(host, "/proc/sys/kernel/random/boot_id").stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst();
  }

  /// Debian and its kin leave a file, and beside it the packages that want it.
  static Optional<String> restartWanted(Host host) {
    if (!Files.exists(host.path("/run/reboot-required"))) {
      return Optional.empty();
    }
    var packages =
        lines(host, "/run/reboot-required.pkgs").stream()
            .filter(line -> line.matches("[a-z0-9][a-z0-9.+:-]{0,127}"))
            .distinct()
            .limit(MOST_PACKAGES)
            .toList();
    return Optional.of(
        packages.isEmpty()
            ? "the system asks for it"
            : "the system asks for it, for " + String.join(", ", packages));
  }

  private static List<String> lines(Host host, String name) {
    try {
      var file = host.path(name);
      return Files.size(file) > LONGEST ? List.of() : Files.readAllLines(file);
    } catch (IOException _) {
      return List.of();
    }
  }
}
