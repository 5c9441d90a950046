package io.reeve.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Remote access, services, the kernel, certificates, updates, disks, the browser.
final class SystemRows {
  private static final String SERVICES = "./Device/Vendor/Reeve/Services/";
  private static final String CAS = "./Device/Vendor/MSFT/RootCATrustedCertificates/";
  private static final String UPDATE = "./Device/Vendor/MSFT/Policy/Config/Update/";
  private static final String LOCAL = "/usr/local/share/ca-certificates/";

  /// An authority nobody has heard of, and its fingerprint.
  private static final String SHA1 = "e40b2df4c113445423670e67f60cda30832a49f4";

  private static final String DER =
      "MIIBqTCCAU+gAwIBAgIUQ+m/HD2X3hQN2SR/GIprwSiQcNUwCgYIKoZIzj0EAwIwKTEQMA4GA1UE"
          + "CgwHRXhhbXBsZTEVMBMGA1UEAwwMRXhhbXBsZSBSb290MCAXDTI2MTEyMTAwMTkzNloYDzIxMjYx"
          + "MDI4MDAxOTM2WjApMRAwDgYDVQQKDAdFeGFtcGxlMRUwEwYDVQQDDAxFeGFtcGxlIFJvb3QwWTAT"
          + "BgcqhkjOPQIBBggqhkjOPQMBBwNCAARXvoor743Tlx/n6x27zA8P2l2NLilo5InBvBom/ILhnWLI"
          + "Bhqo3gxHPZW/czp5Rty5/sAjbk7grflgsI+Fq165o1MwUTAdBgNVHQ4EFgQUkFl2OnC3MeUvfW6R"
          + "HJbFy7te1JAwHwYDVR0jBBgwFoAUkFl2OnC3MeUvfW6RHJbFy7te1JAwDwYDVR0TAQH/BAUwAwEB"
          + "/zAKBggqhkjOPQQDAgNIADBFAiBhb+LCXQcsSp6regKf0SPAvq7sYX5ygua/HJIzHLJJXgIhALqs"
          + "B0ttfPRaKTmmJQtt7Hyd8/12DHYiNTwM4Xi35Bbn";

  private SystemRows() {}

  static List<Row> rows() {
    return List.of(
        rootLogin(),
        disabled(),
        running(),
        Row.of("kernel.sysctl")
            .scene(Neighbour::moveIn)
            .wish("./Device/Vendor/Reeve/Kernel/Sysctl/net.ipv4.ip_forward", "chr", "1")
            .effective(Probe.succeeds(Neighbour.reachingFar()).as("a packet that is forwarded"))
            .drift("sysctl", "-w", "net.ipv4.ip_forward=0"),
        trusted(),
        distrusted(),
        updates(),
        updateDay(),
        updateTime(),
        Row.of("usb.deny-write")
            .scene(SystemRows::everyDiskIsUsb)
            .wish(
                "./Device/Vendor/MSFT/Policy/Config/Storage/RemovableDiskDenyWriteAccess",
                "int",
                "1")
            .effective(readOnlyByUdev())
            .drift("rm", "/etc/udev/rules.d/99-reeve-usb.rules"),
        Row.of("browser.firefox")
            .wish("./Device/Vendor/Reeve/Browser/Firefox/Policies/DisableTelemetry", "chr", "true")
            .effective(
                Probe.shows("DisableTelemetry", "cat", "/etc/firefox/policies/policies.json"))
            .effective(Firefox.active("DisableTelemetry", "true"))
            .drift("rm", "/etc/firefox/policies/policies.json"));
  }

  /// Root can log in with a key before, over a running sshd that has to read its configuration
  /// again; alice is logged in all the time.
  private static Row rootLogin() {
    return Row.of("ssh.permit-root-login")
        .scene(SystemRows::keys)
        .wish("./Device/Vendor/Reeve/Ssh/PermitRootLogin", "chr", "no")
        .effective(Probe.shows("^permitrootlogin no$", sshd("root")))
        .effective(Probe.shows("^permitrootlogin no$", sshd("alice")).as("the same for alice"))
        .effective(Probe.fails(ssh("root", "true")).as("the running sshd refuses root's key"))
        .effective(Probe.succeeds(ssh("alice", "true")).as("it takes alice's").always())
        .effective(
            Probe.succeeds("systemctl", "is-active", "--quiet", "alice-is-logged-in.service")
                .as("alice's session goes on")
                .always())
        .drift("rm", "/etc/ssh/sshd_config.d/00-reeve.conf");
  }

  private static void keys(BootedMachine machine) {
    if (!machine.has("/root/key")) {
      machine.need("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "/root/key");
    }
    for (var home : List.of("/root", "/home/alice")) {
      machine.need("install", "-d", "-m", "0700", home + "/.ssh");
      machine.need("install", "-m", "0600", "/root/key.pub", home + "/.ssh/authorized_keys");
    }
    machine.need("chown", "-R", "alice:alice", "/home/alice/.ssh");
    if (!machine.run("systemctl", "is-active", "alice-is-logged-in.service").ok()) {
      var session = new ArrayList<>(List.of("systemd-run", "--unit=alice-is-logged-in"));
      session.addAll(List.of(ssh("alice", "sleep", "infinity")));
      machine.run(session, "").need();
    }
    Await.until(
        "alice's session",
        Duration.ofSeconds(60),
        () -> machine.run("pgrep", "--euid", "alice", "--full", "^sleep infinity").ok(),
        () -> machine.run("systemctl", "status", "alice-is-logged-in.service").all());
  }

  private static String[] sshd(String user) {
    return new String[] {"sshd", "-T", "-C", "user=" + user + ",host=h,addr=192.0.2.1"};
  }

  private static String[] ssh(String user, String... command) {
    var line = new ArrayList<>(List.of("ssh", "-i", "/root/key", "-o", "BatchMode=yes"));
    line.addAll(List.of("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"));
    line.add(user + "@127.0.0.1");
    line.addAll(List.of(command));
    return line.toArray(String[]::new);
  }

  /// A service that a socket would start again.
  private static Row disabled() {
    return Row.of("svc.startup")
        .scene(machine -> {
          service(machine, "listener");
          machine.write(
              "/usr/lib/systemd/system/listener.socket",
              "[Socket]\nListenStream=127.0.0.1:7777\n[Install]\nWantedBy=sockets.target\n");
          machine.need("systemctl", "daemon-reload");
          machine.need("systemctl", "enable", "--now", "--quiet", "listener.socket");
          machine.need("systemctl", "enable", "--now", "--quiet", "listener.service");
        })
        .wish(SERVICES + "listener/StartupMode", "int", "4")
        .effective(Probe.shows("^masked$", "systemctl", "is-enabled", "listener.service"))
        .effective(Probe.fails("systemctl", "start", "listener.service"))
        .effective(Probe.fails("nc", "-z", "127.0.0.1", "7777"))
        .drift("systemctl", "unmask", "--quiet", "listener.service", "listener.socket");
  }

  private static Row running() {
    return Row.of("svc.state")
        .scene(machine -> {
          service(machine, "worker");
          machine.need("systemctl", "daemon-reload");
        })
        .wish(SERVICES + "worker/State", "chr", "running")
        .effective(Probe.succeeds("pgrep", "--full", "^/usr/bin/worker-sleep"))
        .drift("systemctl", "stop", "worker.service");
  }

  private static void service(BootedMachine machine, String name) {
    machine.need("ln", "-sf", "/usr/bin/sleep", "/usr/bin/" + name + "-sleep");
    machine.write(
        "/usr/lib/systemd/system/" + name + ".service",
        """
        [Service]
        ExecStart=/usr/bin/%s-sleep 100000
        [Install]
        WantedBy=multi-user.target
        """
            .formatted(name));
  }

  private static Probe trusts() {
    return Probe.succeeds(
        "openssl",
        "verify",
        "-no_check_time",
        "-CApath",
        "/etc/ssl/certs",
        "-no-CAfile",
        "/root/authority.pem");
  }

  private static String pem() {
    return "-----BEGIN CERTIFICATE-----\n"
        + DER.replaceAll("(.{64})", "$1\n")
        + "\n-----END CERTIFICATE-----\n";
  }

  private static Row trusted() {
    return Row.of("cert.root")
        .scene(machine -> machine.write("/root/authority.pem", pem()))
        .wish(CAS + "Root/" + SHA1 + "/EncodedCertificate", "b64", DER)
        .effective(trusts())
        .drift(
            "rm of its file and `update-ca-certificates --fresh`",
            machine -> {
              machine.need("rm", LOCAL + "reeve-" + SHA1 + ".crt");
              machine.need("update-ca-certificates", "--fresh");
            });
  }

  /// An authority that the administrator has put there.
  private static Row distrusted() {
    return Row.of("cert.untrusted")
        .scene(machine -> {
          machine.write("/root/authority.pem", pem());
          machine.write(LOCAL + "mine.crt", pem());
          machine.need("update-ca-certificates");
        })
        .wish(CAS + "UntrustedCertificates/" + SHA1 + "/EncodedCertificate", "b64", DER)
        .effective(new Probe(trusts().how() + " fails", machine -> !trusts().holds(machine)))
        .drift(
            "its file back and `update-ca-certificates`",
            machine -> {
              machine.need("mv", LOCAL + "mine.crt.distrusted", LOCAL + "mine.crt");
              machine.need("update-ca-certificates");
            });
  }

  /// As Python's binding of libapt has it, which unattended-upgrades uses.
  private static Probe apt(String expression, String python) {
    return Probe.shows(
            expression, "python3", "-c", "import apt_pkg; apt_pkg.init(); print(" + python + ")")
        .as("libapt: `" + python + "`");
  }

  private static Row updates() {
    var config = "apt_pkg.config.find('%s')";
    return Row.of("upd.auto")
        .scene(machine ->
            machine.write(
                "/etc/apt/apt.conf.d/51never", "APT::Periodic::Unattended-Upgrade \"0\";\n"))
        .wish(UPDATE + "AllowAutoUpdate", "int", "2")
        .effective(Probe.shows("^enabled$", "systemctl", "is-enabled", "apt-daily-upgrade.timer"))
        .effective(
            Probe.shows("apt-daily-upgrade[.]timer", "systemctl", "list-timers", "--no-legend"))
        .effective(apt("^1$", config.formatted("APT::Periodic::Unattended-Upgrade")))
        .effective(apt("^true$", config.formatted("Unattended-Upgrade::Automatic-Reboot")))
        .drift("systemctl", "disable", "--now", "--quiet", "apt-daily-upgrade.timer");
  }

  private static Row updateDay() {
    return Row.of("upd.install-day")
        .scene(machine ->
            machine.write(
                "/etc/apt/apt.conf.d/51days", "Unattended-Upgrade::Update-Days { \"Mon\"; };\n"))
        .wish(UPDATE + "ScheduledInstallDay", "int", "7")
        .effective(
            apt("^\\['6'\\]$", "apt_pkg.config.value_list('Unattended-Upgrade::Update-Days')"))
        .drift("rm", "/etc/apt/apt.conf.d/99zz-reeve-unattended-upgrade-update-days");
  }

  private static Row updateTime() {
    return Row.of("upd.install-time")
        .scene(machine -> machine.need("systemctl", "start", "apt-daily-upgrade.timer"))
        .wish(UPDATE + "ScheduledInstallTime", "int", "21")
        .effective(
            Probe.shows(
                " (21:[0-5]|22:00)",
                "systemctl",
                "show",
                "--property=NextElapseUSecRealtime",
                "apt-daily-upgrade.timer"))
        .drift(
            "rm of the drop-in and `systemctl daemon-reload`",
            machine -> {
              machine.need("rm", "-r", "/etc/systemd/system/apt-daily-upgrade.timer.d");
              machine.need("systemctl", "daemon-reload");
            });
  }

  /// A machine in a container has no disks that come and go: udev is told that all are on USB.
  private static void everyDiskIsUsb(BootedMachine machine) {
    machine.need("mkdir", "-p", "/run/udev/rules.d");
    machine.write("/run/udev/rules.d/00-usb.rules", "ENV{ID_BUS}=\"usb\"\n");
  }

  /// What udev would run for a disk. Whether the disk then is read-only takes a kernel with one
  /// that can be plugged in, and udevd, which does not run in a container.
  private static Probe readOnlyByUdev() {
    return new Probe(
        "`udevadm test` of a disk",
        machine -> {
          var disk = machine.need("ls", "/sys/block").lines().findFirst().orElseThrow();
          var test = machine.run("udevadm", "test", "/sys/block/" + disk).all();
          return test.contains("blockdev --setro /dev/" + disk);
        });
  }
}
