package io.reeve.system;

import java.util.List;

/// Services, the kernel, certificates, updates, disks, the browser.
final class SystemRows {
  private static final String CERTIFICATE =
      "MIIBqTCCAU+gAwIBAgIUQ+m/HD2X3hQN2SR/GIprwSiQcNUwCgYIKoZIzj0EAwIwKTEQMA4GA1UECgwHRXhhbXBs"
          + "ZTEVMBMGA1UEAwwMRXhhbXBsZSBSb290MCAXDTI2MTEyMTAwMTkzNloYDzIxMjYxMDI4MDAxOTM2WjApMRAw"
          + "DgYDVQQKDAdFeGFtcGxlMRUwEwYDVQQDDAxFeGFtcGxlIFJvb3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC"
          + "AARXvoor743Tlx/n6x27zA8P2l2NLilo5InBvBom/ILhnWLIBhqo3gxHPZW/czp5Rty5/sAjbk7grflgsI+F"
          + "q165o1MwUTAdBgNVHQ4EFgQUkFl2OnC3MeUvfW6RHJbFy7te1JAwHwYDVR0jBBgwFoAUkFl2OnC3MeUvfW6R"
          + "HJbFy7te1JAwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiBhb+LCXQcsSp6regKf0SPAvq7s"
          + "YX5ygua/HJIzHLJJXgIhALqsB0ttfPRaKTmmJQtt7Hyd8/12DHYiNTwM4Xi35Bbn";

  private SystemRows() {}

  static List<Row> rows() {
    return List.of(
        Row.of("ssh.permit-root-login")
            .wish("./Device/Vendor/Reeve/Ssh/PermitRootLogin", "chr", "no")
            .effective(Probe.shows("^permitrootlogin no$", sshd("root")))
            .effective(Probe.shows("^permitrootlogin no$", sshd("alice")).as("the same for alice"))
            .drift("rm", "/etc/ssh/sshd_config.d/00-reeve.conf"),
        Row.of("svc.startup")
            .wish("./Device/Vendor/Reeve/Services/unattended-upgrades/StartupMode", "int", "4")
            .effective(
                Probe.shows("^masked$", "systemctl", "is-enabled", "unattended-upgrades.service"))
            .effective(
                Probe.shows("^inactive$", "systemctl", "is-active", "unattended-upgrades.service"))
            .drift("systemctl", "unmask", "--quiet", "unattended-upgrades.service"),
        Row.of("kernel.sysctl")
            .wish("./Device/Vendor/Reeve/Kernel/Sysctl/net.ipv4.ip_forward", "chr", "1")
            .effective(Probe.shows("^1$", "cat", "/proc/sys/net/ipv4/ip_forward"))
            .drift("sysctl", "-w", "net.ipv4.ip_forward=0"),
        Row.of("cert.root")
            .scene(SystemRows::certificate)
            .wish(
                "./Device/Vendor/MSFT/RootCATrustedCertificates/Root/"
                    + "e40b2df4c113445423670e67f60cda30832a49f4/EncodedCertificate",
                "b64",
                CERTIFICATE)
            .effective(
                Probe.succeeds(
                    "openssl",
                    "verify",
                    "-no_check_time",
                    "-CApath",
                    "/etc/ssl/certs",
                    "/root/root.pem"))
            .effective(
                Probe.succeeds(
                    "openssl",
                    "verify",
                    "-no_check_time",
                    "-CAfile",
                    "/etc/ssl/certs/ca-certificates.crt",
                    "/root/root.pem"))
            .drift(
                "the anchor deleted and `update-ca-certificates --fresh`",
                machine -> {
                  machine.need("find", "/usr/local/share/ca-certificates", "-type", "f", "-delete");
                  machine.need("update-ca-certificates", "--fresh");
                }),
        Row.of("upd.auto")
            .wish("./Device/Vendor/MSFT/Policy/Config/Update/AllowAutoUpdate", "int", "4")
            .effective(Probe.shows("^true$", apt("Unattended-Upgrade::Automatic-Reboot")))
            .effective(Probe.shows("^1$", apt("APT::Periodic::Unattended-Upgrade")))
            .drift("rm", "/etc/apt/apt.conf.d/99zz-reeve"),
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

  private static String[] sshd(String user) {
    return new String[] {"sshd", "-T", "-C", "user=" + user + ",host=h,addr=192.0.2.1"};
  }

  /// What python-apt, and with it unattended-upgrade, reads.
  private static String[] apt(String key) {
    return new String[] {
      "python3", "-c", "import apt_pkg; apt_pkg.init(); print(apt_pkg.config.find('" + key + "'))"
    };
  }

  private static void certificate(BootedMachine machine) {
    var lines = CERTIFICATE.replaceAll("(.{64})", "$1\n");
    machine.write(
        "/root/root.pem",
        "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n");
  }

  /// A machine in a container has no disks that come and go: udev is told that all are on USB.
  private static void everyDiskIsUsb(BootedMachine machine) {
    machine.need("mkdir", "-p", "/run/udev/rules.d");
    machine.write("/run/udev/rules.d/00-usb.rules", "ENV{ID_BUS}=\"usb\"\n");
  }

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
