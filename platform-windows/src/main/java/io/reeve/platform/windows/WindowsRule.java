package io.reeve.platform.windows;

import io.reeve.core.firewall.Spans;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A rule of Windows' firewall, in its words: `*` for all ports or addresses, an empty program for
/// every one, 256 for all protocols.
///
/// @param more what else it has that our rules never have, in words: a service it is for, kinds of
///   ICMP, interfaces by their names, edge traversal; empty for none of these
record WindowsRule(
    String name,
    String description,
    boolean in,
    boolean block,
    int protocol,
    String localPorts,
    String remotePorts,
    String localAddresses,
    String remoteAddresses,
    String program,
    String interfaces,
    int profiles,
    String more) {
  static final String GROUP = "Reeve";
  static final int ALL_PROTOCOLS = 256;
  static final int ALL_PROFILES = 0x7FFFFFFF;
  private static final int EVERY_PROFILE = 7;
  private static final String PREFIX = "Reeve:";
  private static final String UDP = " (UDP)";
  private static final List<Integer> TCP_AND_UDP = List.of(6, 17);
  private static final Set<Integer> WITH_PORTS = Set.of(6, 17);

  private static final Set<String> CONDITIONS =
      Set.of(
          "direction",
          "protocol",
          "local-ports",
          "remote-ports",
          "local-addresses",
          "remote-addresses",
          "interfaces",
          "app");

  /// Whether that field says what a rule is for.
  static boolean isCondition(String field) {
    return CONDITIONS.contains(field);
  }

  /// The rules of Windows that make one of ours, from its fields. There are two where it has ports
  /// and no protocol, because Windows has ports of TCP or of UDP.
  ///
  /// @throws IllegalArgumentException when the fields contradict each other, or Windows has no such
  ///   rule
  static List<WindowsRule> of(String name, Map<String, String> fields) {
    boolean ports = fields.containsKey("local-ports") || fields.containsKey("remote-ports");
    var given = fields.get("protocol");
    if (given == null) {
      return ports
          ? TCP_AND_UDP.stream()
              .map(each -> one(name + (each == 6 ? "" : UDP), name, fields, each))
              .toList()
          : List.of(one(name, name, fields, ALL_PROTOCOLS));
    }
    int protocol = Integer.parseInt(given);
    if (ports && !WITH_PORTS.contains(protocol)) {
      throw new IllegalArgumentException(
          "firewall rule '" + name + "' has ports, but Windows knows none of protocol " + protocol);
    }
    return List.of(one(name, name, fields, protocol));
  }

  private static WindowsRule one(
      String name, String called, Map<String, String> fields, int protocol) {
    var interfaces = fields.getOrDefault("interfaces", "All");
    if (interfaces.contains("MBB")) {
      throw new IllegalArgumentException(
          "firewall rule '"
              + called
              + "' is for mobile networks, which rules of Windows that"
              + " programs make cannot name");
    }
    int profiles = Integer.parseInt(fields.getOrDefault("profiles", "" + EVERY_PROFILE));
    return new WindowsRule(
        PREFIX + name,
        fields.getOrDefault("description", fields.getOrDefault("name", "")),
        "IN".equals(fields.get("direction")),
        "block".equals(fields.get("action")),
        protocol,
        fields.getOrDefault("local-ports", "*"),
        fields.getOrDefault("remote-ports", "*"),
        fields.getOrDefault("local-addresses", "*"),
        fields.getOrDefault("remote-addresses", "*"),
        fields.getOrDefault("app", ""),
        Arrays.asList(interfaces.split(",")).contains("All") ? "All" : interfaces,
        profiles == 0 || profiles == EVERY_PROFILE ? ALL_PROFILES : profiles,
        "");
  }

  /// The names that rules of Windows have which make one of ours.
  static Set<String> names(String rule) {
    return Set.of(PREFIX + rule, PREFIX + rule + UDP);
  }

  /// Whether it has ports at all.
  boolean hasPorts() {
    return WITH_PORTS.contains(protocol);
  }

  /// The same as Windows would write it if it were written in any other way that means the same.
  WindowsRule normal() {
    return new WindowsRule(
        name,
        description,
        in,
        block,
        protocol,
        ports(localPorts),
        ports(remotePorts),
        addresses(localAddresses),
        addresses(remoteAddresses),
        program.toLowerCase(Locale.ROOT),
        String.join(",", new TreeSet<>(Arrays.asList(interfaces.split(",")))),
        (profiles & EVERY_PROFILE) == EVERY_PROFILE ? ALL_PROFILES : profiles,
        more);
  }

  private static String ports(String list) {
    if (list.isEmpty() || list.equals("*")) {
      return "*";
    }
    try {
      return String.join(",", Spans.ports(list).words("-"));
    } catch (IllegalArgumentException _) {
      return list;
    }
  }

  /// Words such as `LocalSubnet` stay words.
  private static String addresses(String list) {
    if (list.isEmpty() || list.equals("*")) {
      return "*";
    }
    var words = new TreeSet<String>();
    var numbers = new TreeSet<String>();
    for (var word : list.split(",")) {
      (word.matches(".*[0-9:].*") ? numbers : words).add(word.strip().toLowerCase(Locale.ROOT));
    }
    if (!numbers.isEmpty()) {
      var all = String.join(",", numbers);
      words.addAll(Spans.addresses(all, Spans.Kind.IPV4).words("-"));
      words.addAll(Spans.addresses(all, Spans.Kind.IPV6).words("-"));
    }
    return String.join(",", words);
  }
}
