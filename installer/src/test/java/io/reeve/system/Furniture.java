package io.reeve.system;

import java.util.List;

/// What a machine of the tests is like before it is managed.
final class Furniture {
  private Furniture() {}

  /// A usual laptop: two people, one of them an administrator, and no firewall but what we bring.
  static void usual(BootedMachine machine) {
    bare(machine);
    machine.need("systemctl", "disable", "--now", "--quiet", "firewalld.service", "ufw.service");
    person(machine, "alice");
    person(machine, "bob");
    machine.need("gpasswd", "--add", "alice", "sudo");
  }

  /// What every machine has: a name, as Debian's installer writes it, nothing that tries to reach
  /// the world, for its network has no way out, and nothing that changes it at midnight or on
  /// Sundays.
  static void bare(BootedMachine machine) {
    machine.need("rm", "-f", "/etc/hostname");
    machine.need("hostnamectl", "hostname", "old-laptop");
    machine.write("/etc/hosts", "127.0.0.1\tlocalhost\n127.0.1.1\told-laptop\n");
    machine.write("/etc/apt/sources.list", "");
    timesyncd(machine);
    machine.need(
        "systemctl",
        "disable",
        "--now",
        "--quiet",
        "apt-daily.timer",
        "apt-daily-upgrade.timer",
        "dpkg-db-backup.timer",
        "e2scrub_all.timer",
        "fstrim.timer");
  }

  /// timesyncd does not run in containers, where nobody may set the clock. Here it does: it may not
  /// set the clock either, but it reads its configuration and answers.
  private static void timesyncd(BootedMachine machine) {
    var folder = "/etc/systemd/system/systemd-timesyncd.service.d";
    machine.need("mkdir", "-p", folder);
    machine.write(
        folder + "/container.conf",
        """
        [Unit]
        ConditionVirtualization=
        [Service]
        AmbientCapabilities=
        CapabilityBoundingSet=
        """);
    machine.need("systemctl", "daemon-reload");
    machine.need("systemctl", "restart", "systemd-timesyncd.service");
  }

  /// Somebody with an account and the password `Old-passw0rd-` and the name.
  static void person(BootedMachine machine, String name) {
    machine.need("useradd", "--create-home", "--shell", "/bin/bash", name);
    machine.run(List.of("chpasswd"), name + ":" + password(name) + "\n").need();
  }

  static String password(String name) {
    return "Old-passw0rd-" + name;
  }
}
