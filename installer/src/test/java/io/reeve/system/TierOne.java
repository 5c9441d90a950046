package io.reeve.system;

import java.util.List;
import java.util.stream.Stream;

/// The rows of tier 1 that can be set, by area.
final class TierOne {
  private TierOne() {}

  static Stream<Row> rows() {
    return Stream.of(system()).flatMap(List::stream);
  }

  private static List<Row> system() {
    return List.of(
        Row.of("ssh.permit-root-login")
            .wish("./Device/Vendor/Reeve/Ssh/PermitRootLogin", "chr", "no")
            .effective(Probe.shows("^permitrootlogin no$", sshd("root")))
            .effective(Probe.shows("^permitrootlogin no$", sshd("alice")).as("the same for alice"))
            .drift("rm", "/etc/ssh/sshd_config.d/00-reeve.conf"),
        Row.of("kernel.sysctl")
            .wish("./Device/Vendor/Reeve/Kernel/Sysctl/net.ipv4.ip_forward", "chr", "1")
            .effective(Probe.shows("^1$", "cat", "/proc/sys/net/ipv4/ip_forward"))
            .drift("sysctl", "-w", "net.ipv4.ip_forward=0"),
        Row.of("host.name")
            .wish("./DevDetail/Ext/Microsoft/DNSComputerName", "chr", "laptop-17")
            .effective(Probe.shows("^laptop-17$", "hostname"))
            .effective(Probe.shows("^laptop-17$", "hostnamectl", "--static"))
            .drift("hostnamectl", "hostname", "rogue"));
  }

  private static String[] sshd(String user) {
    return new String[] {"sshd", "-T", "-C", "user=" + user + ",host=h,addr=192.0.2.1"};
  }
}
