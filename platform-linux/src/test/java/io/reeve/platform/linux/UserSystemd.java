package io.reeve.platform.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// The real manager of systemd, run for a user with a home of its own on a bus of its own: its
/// interface is the system's.
final class UserSystemd {
  private static final String SYSTEMD = "/lib/systemd/systemd";

  /// The shell stays: as process 1 of its namespace systemd would take itself for the system's.
  private static final String START =
      "mount -t tmpfs none /run && mkdir -p /run/systemd/system"
          + " && mount -t tmpfs none /sys/fs/cgroup && mkdir /sys/fs/cgroup/unified"
          + " && mount -t cgroup2 none /sys/fs/cgroup/unified"
          + " && mount --bind /sys/fs/cgroup/unified /sys/fs/cgroup && \"$@\"; exit";

  private final Path machine;
  private final PrivateBus bus;

  private UserSystemd(Path machine, PrivateBus bus) {
    this.machine = machine;
    this.bus = bus;
  }

  /// Starts it with these units; skips the test where it cannot run.
  static UserSystemd start(Path machine, Units units) throws IOException, InterruptedException {
    Tools.needRoot();
    Tools.need(SYSTEMD, "systemd");
    Tools.need("/usr/bin/dbus-daemon", "dbus");
    units.make(Files.createDirectories(vendor(machine)));
    var bus = PrivateBus.start(machine);
    try {
      bus.service("org.freedesktop.systemd1", command(machine, bus.address()));
    } catch (IOException e) {
      bus.stop();
      Assumptions.abort("systemd cannot run here as a manager: " + e.getMessage());
    }
    return new UserSystemd(machine, bus);
  }

  /// Writes unit files.
  interface Units {
    void make(Path folder) throws IOException;
  }

  private static List<String> command(Path machine, String address) {
    return List.of(
        "/usr/bin/unshare",
        "--mount",
        "--pid",
        "--fork",
        "--kill-child",
        "--mount-proc",
        "/bin/sh",
        "-c",
        START,
        "sh",
        "/usr/bin/env",
        "HOME=" + machine.resolve("home"),
        "XDG_RUNTIME_DIR=" + machine,
        "DBUS_SESSION_BUS_ADDRESS=" + address,
        SYSTEMD,
        "--user");
  }

  /// Where the units are that a test has made.
  static Path vendor(Path machine) {
    return machine.resolve("home/.local/share/systemd/user");
  }

  UnitFolders folders() {
    var config = machine.resolve("home/.config/systemd");
    return new UnitFolders(
        config.resolve("user.control"),
        config.resolve("user"),
        machine.resolve("systemd/user.control"),
        machine.resolve("systemd/user"),
        List.of(vendor(machine), Path.of("/usr/lib/systemd/user")));
  }

  ServiceMechanism mechanism(Path root) {
    return mechanism(root, UnitJobs.PATIENCE);
  }

  ServiceMechanism mechanism(Path root, Duration patience) {
    return new ServiceMechanism(
        Scratch.host(root), Optional.of(bus.address()), folders(), patience);
  }

  /// Somebody else at the same manager.
  io.reeve.platform.linux.Units units() throws IOException {
    return io.reeve.platform.linux.Units.open(bus.address());
  }

  void stop() throws InterruptedException {
    bus.stop();
  }
}
