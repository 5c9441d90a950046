package io.reeve.platform.linux;

import io.reeve.core.spi.HealthCheck;
import io.reeve.core.spi.HealthCheck.Finding;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.NotApplicableException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the agent needs of a Linux machine.
final class LinuxHealth {
  private static final int CAP_SYS_ADMIN = 21;
  private static final String UNIT = "reeve.service";

  private LinuxHealth() {}

  /// None below a scratch root, which has nothing of a running system.
  static List<HealthCheck> checks(Host host) {
    return host.isScratch()
        ? List.of()
        : List.of(
            new HealthCheck("privileges", () -> privileges(capabilities())),
            new HealthCheck("system bus", LinuxHealth::bus),
            new HealthCheck("service unit", LinuxHealth::unit),
            new HealthCheck("time", () -> time(Path.of("/run/systemd/timesync/synchronized"))),
            new HealthCheck("tray", () -> tray(Path.of("/etc/xdg/autostart/reeve-tray.desktop"))));
  }

  private static String capabilities() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("CapEff:"))
        .map(line -> line.substring(7).strip())
        .findFirst()
        .orElse("0");
  }

  /// @param effective the capabilities of this process, in hexadecimal as the kernel tells them
  static Finding privileges(String effective) {
    return new BigInteger(effective, 16).testBit(CAP_SYS_ADMIN)
        ? Finding.good("enough for everything")
        : Finding.advice(
            "without CAP_SYS_ADMIN: it is not known who changes files, and some settings cannot be held",
            "run the agent as root outside a container");
  }

  private static Finding bus() throws IOException {
    try (var _ = SystemBus.open()) {
      return Finding.good("D-Bus answers");
    } catch (NotApplicableException e) {
      return Finding.bad(
          String.valueOf(e.getMessage()),
          "install and start 'dbus': without it services, names and the clock cannot be held");
    }
  }

  private static Finding unit() throws IOException {
    try (var bus = SystemBus.open()) {
      return unit(bus.systemd().GetUnitFileState(UNIT));
    } catch (RuntimeException _) {
      return Finding.advice(
          UNIT + " is not installed, so nothing starts the agent with the machine",
          "install the package");
    }
  }

  static Finding unit(String state) {
    return state.equals("enabled")
        ? Finding.good(UNIT + " starts with the machine")
        : Finding.bad(UNIT + " is " + state, "sudo systemctl enable --now " + UNIT);
  }

  /// @param synchronised made by systemd-timesyncd when it has set the clock
  static Finding time(Path synchronised) {
    return Files.exists(synchronised)
        ? Finding.good("set by a time server since the start")
        : Finding.advice(
            "systemd-timesyncd has not set the clock since the start",
            "fine where another program or the host sets it; else see 'timedatectl'");
  }

  static Finding tray(Path autostart) {
    return Files.exists(autostart)
        ? Finding.good("starts with every desktop session")
        : Finding.advice(
            "nothing starts 'reeve tray' in a desktop session", "fine on a machine without one");
  }
}
