package io.reeve.system;

import java.util.List;

/// The firewall, seen by traffic from and to another machine and in the kernel's ruleset; the name;
/// the time.
final class NetworkRows {
  private static final String FIREWALL = "./Device/Vendor/MSFT/Firewall/MdmStore/";
  private static final String PROFILE = FIREWALL + "PublicProfile/";
  private static final String RULE = FIREWALL + "FirewallRules/ssh/";
  private static final String BLOCK = FIREWALL + "FirewallRules/gossip/";

  private NetworkRows() {}

  static List<Row> rows() {
    return List.of(
        Row.of("fw.enable")
            .scene(Neighbour::moveIn)
            .wish(PROFILE + "EnableFirewall", "bool", "true")
            .effective(Probe.fails(Neighbour.reaching(22)))
            .drift("nft", "flush", "ruleset"),
        Row.of("fw.default-inbound")
            .scene(Neighbour::moveIn)
            .wish(PROFILE + "EnableFirewall", "bool", "true")
            .wish(PROFILE + "DefaultInboundAction", "int", "1")
            .effective(
                Probe.shows(
                    "\"hook\": \"input\"[^}]*\"policy\": \"drop\"",
                    "nft",
                    "--json",
                    "list",
                    "ruleset"))
            .effective(Probe.fails(Neighbour.reaching(22)))
            .drift("nft", "flush", "ruleset"),
        Row.of("fw.rule")
            .scene(Neighbour::moveIn)
            .inOneAtomic()
            .wish(PROFILE + "EnableFirewall", "bool", "true")
            .wish(RULE + "Direction", "chr", "IN")
            .wish(RULE + "Action/Type", "int", "1")
            .wish(RULE + "Protocol", "int", "6")
            .wish(RULE + "LocalPortRanges", "chr", "22")
            .wish(RULE + "RemoteAddressRanges", "chr", "192.0.2.0/24")
            .wish(RULE + "Enabled", "bool", "true")
            .wish(BLOCK + "Direction", "chr", "OUT")
            .wish(BLOCK + "Action/Type", "int", "0")
            .wish(BLOCK + "Protocol", "int", "6")
            .wish(BLOCK + "RemotePortRanges", "chr", "" + Neighbour.GOSSIP)
            .wish(BLOCK + "Enabled", "bool", "true")
            // Without the rule it would fail now, as fw.enable's does.
            .effective(Probe.succeeds(Neighbour.reaching(22)).always())
            .effective(Probe.fails(Neighbour.reached(Neighbour.GOSSIP)))
            .effective(Probe.fails(Neighbour.reaching(7070)))
            .drift("nft", "flush", "ruleset"),
        Row.of("host.name")
            .wish("./DevDetail/Ext/Microsoft/DNSComputerName", "chr", "laptop-17")
            .effective(Probe.shows("^laptop-17$", "hostname"))
            .effective(Probe.shows("^laptop-17$", "hostnamectl", "--static"))
            .effective(Probe.succeeds("getent", "hosts", "laptop-17"))
            .drift("hostnamectl", "hostname", "rogue"),
        Row.of("time.ntp")
            .scene(Neighbour::moveIn)
            .wish(
                "./Device/Vendor/MSFT/Policy/Config/ADMX_W32Time/"
                    + "W32TIME_POLICY_CONFIGURE_NTPCLIENT",
                "chr",
                "<enabled/><data id=\"W32TIME_NtpServer\" value=\""
                    + Neighbour.ADDRESS
                    + ",0x9\"/><data id=\"W32TIME_Type\" value=\"NTP\"/>")
            .effective(
                Probe.shows("^SystemNTPServers=" + Neighbour.ADDRESS + "$", shownTimesync())
                    .as("`timedatectl show-timesync`"))
            .effective(Neighbour.isAskedTheTime())
            .drift("find", "/etc/systemd/timesyncd.conf.d", "-type", "f", "-delete"));
  }

  private static String[] shownTimesync() {
    return new String[] {"timedatectl", "show-timesync"};
  }
}
