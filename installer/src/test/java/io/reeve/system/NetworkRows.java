package io.reeve.system;

import java.util.List;

/// The firewall, seen by traffic from another machine (a network namespace on a wire of its own)
/// and in the kernel's ruleset; the name; the time.
final class NetworkRows {
  private static final String FIREWALL = "./Device/Vendor/MSFT/Firewall/MdmStore/";
  private static final String PROFILE = FIREWALL + "PublicProfile/";
  private static final String RULE = FIREWALL + "FirewallRules/ssh/";

  private NetworkRows() {}

  static List<Row> rows() {
    return List.of(
        Row.of("fw.enable")
            .scene(NetworkRows::neighbour)
            .wish(PROFILE + "EnableFirewall", "bool", "true")
            .effective(Probe.fails(reaching(22)))
            .drift("nft", "flush", "ruleset"),
        Row.of("fw.default-inbound")
            .scene(NetworkRows::neighbour)
            .wish(PROFILE + "EnableFirewall", "bool", "true")
            .wish(PROFILE + "DefaultInboundAction", "int", "1")
            .effective(
                Probe.shows(
                    "\"hook\": \"input\"[^}]*\"policy\": \"drop\"",
                    "nft",
                    "--json",
                    "list",
                    "ruleset"))
            .effective(Probe.fails(reaching(22)))
            .drift("nft", "flush", "ruleset"),
        Row.of("fw.rule")
            .scene(NetworkRows::neighbour)
            .inOneAtomic()
            .wish(PROFILE + "EnableFirewall", "bool", "true")
            .wish(RULE + "Direction", "chr", "IN")
            .wish(RULE + "Action/Type", "int", "1")
            .wish(RULE + "Protocol", "int", "6")
            .wish(RULE + "LocalPortRanges", "chr", "22")
            .wish(RULE + "RemoteAddressRanges", "chr", "192.0.2.0/24")
            .wish(RULE + "Enabled", "bool", "true")
            .effective(Probe.succeeds(reaching(22)))
            .effective(Probe.fails(reaching(7070)))
            .drift("nft", "flush", "ruleset"),
        Row.of("host.name")
            .wish("./DevDetail/Ext/Microsoft/DNSComputerName", "chr", "laptop-17")
            .effective(Probe.shows("^laptop-17$", "hostname"))
            .effective(Probe.shows("^laptop-17$", "hostnamectl", "--static"))
            .effective(Probe.succeeds("getent", "hosts", "laptop-17"))
            .drift("hostnamectl", "hostname", "rogue"),
        Row.of("time.ntp")
            .wish(
                "./Device/Vendor/MSFT/Policy/Config/ADMX_W32Time/"
                    + "W32TIME_POLICY_CONFIGURE_NTPCLIENT",
                "chr",
                "<enabled/><data id=\"W32TIME_NtpServer\" value=\"time.example,0x9\"/>"
                    + "<data id=\"W32TIME_Type\" value=\"NTP\"/>")
            .effective(
                Probe.shows(
                    "\"time.example\"",
                    "busctl",
                    "get-property",
                    "org.freedesktop.timesync1",
                    "/org/freedesktop/timesync1",
                    "org.freedesktop.timesync1.Manager",
                    "SystemNTPServers"))
            .drift("find", "/etc/systemd/timesyncd.conf.d", "-type", "f", "-delete"));
  }

  /// Somebody else on the network, and a service of ours besides ssh.
  static void neighbour(BootedMachine machine) {
    if (machine.run("ip", "link", "show", "wire").ok()) {
      return;
    }
    machine.need("ip", "netns", "add", "peer");
    machine.need(
        "ip", "link", "add", "wire", "type", "veth", "peer", "name", "eth0", "netns", "peer");
    machine.need("ip", "address", "add", "192.0.2.1/24", "dev", "wire");
    machine.need("ip", "link", "set", "wire", "up");
    machine.need("ip", "-n", "peer", "address", "add", "192.0.2.2/24", "dev", "eth0");
    machine.need("ip", "-n", "peer", "link", "set", "eth0", "up");
    machine.need("systemd-run", "--quiet", "--unit=open-door", "nc", "-lk", "7070");
  }

  /// The neighbour tries to connect.
  static String[] reaching(int port) {
    return new String[] {
      "ip", "netns", "exec", "peer", "nc", "-z", "-w", "1", "192.0.2.1", "" + port
    };
  }
}
