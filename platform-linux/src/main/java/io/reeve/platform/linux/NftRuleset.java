package io.reeve.platform.linux;

import io.reeve.core.firewall.FirewallPolicy;
import io.reeve.core.firewall.FirewallRule;
import io.reeve.core.firewall.Spans;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The text of our own table, in nft's language. Every line carries a comment: the tag of its rule,
/// or [#OURS] for what no policy may take away.
final class NftRuleset {
  static final String OURS = "reeve";

  /// Names that systemd and the kernel give interfaces of a kind.
  private static final Map<String, List<String>> INTERFACES =
      Map.of(
          "Lan", List.of("en*", "eth*"),
          "Wireless", List.of("wl*"),
          "MBB", List.of("ww*"),
          "RemoteAccess", List.of("ppp*", "tun*", "tap*", "wg*"));

  /// Without these nothing on the machine works, and its own connections get no answers.
  private static final List<String> ALWAYS_IN =
      List.of(
          "ct state established,related accept",
          "iifname \"lo\" accept",
          "icmp type { destination-unreachable, time-exceeded, parameter-problem } accept",
          "icmpv6 type { destination-unreachable, packet-too-big, time-exceeded,"
              + " parameter-problem, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert,"
              + " mld-listener-query } accept",
          "udp sport 67 udp dport 68 accept",
          "udp sport 547 udp dport 546 accept");

  /// Names are resolved by whoever does that here; the agent, which runs as root, reaches its
  /// service. No rule can take that away, or no later policy could come.
  private static final List<String> ALWAYS_OUT =
      List.of(
          "ct state established,related accept",
          "oifname \"lo\" accept",
          "meta l4proto ipv6-icmp accept",
          "icmp type { destination-unreachable, time-exceeded, parameter-problem } accept",
          "udp sport 68 udp dport 67 accept",
          "udp sport 546 udp dport 547 accept",
          "meta l4proto { tcp, udp } th dport 53 accept",
          "meta skuid 0 tcp dport 443 accept");

  /// Where nothing else goes out: the time, without which no certificate is valid, and the agent's
  /// service on a port of its own or behind a proxy.
  private static final List<String> CLOSED_OUT =
      List.of("udp dport 123 accept", "meta skuid 0 meta l4proto tcp accept");

  private NftRuleset() {}

  /// The commands that make the table so in one transaction; nothing but its removal where the
  /// policy is empty. The first line makes sure that there is something to delete.
  static String of(FirewallPolicy policy) {
    var text = new StringBuilder("table inet reeve\ndelete table inet reeve\n");
    if (policy.isEmpty()) {
      return text.toString();
    }
    text.append("table inet reeve {\n");
    if (!policy.isOff()) {
      chain(text, "input", policy.blocksInbound(), input(policy));
      chain(text, "output", policy.blocksOutbound(), output(policy));
    }
    return text.append("}\n").toString();
  }

  private static void chain(StringBuilder text, String hook, boolean drop, List<String> lines) {
    text.append(" chain ").append(hook).append(" {\n  type filter hook ").append(hook);
    text.append(" priority -5; policy ").append(drop ? "drop" : "accept").append(";\n");
    lines.forEach(line -> text.append("  ").append(line).append('\n'));
    text.append(" }\n");
  }

  private static List<String> input(FirewallPolicy policy) {
    var lines = new ArrayList<>(always(ALWAYS_IN));
    policy.rules(true).forEach(rule -> lines.addAll(lines(rule)));
    return lines;
  }

  private static List<String> output(FirewallPolicy policy) {
    var lines = new ArrayList<>(always(ALWAYS_OUT));
    policy.rules(false).forEach(rule -> lines.addAll(lines(rule)));
    if (policy.blocksOutbound()) {
      lines.addAll(always(CLOSED_OUT));
    }
    return lines;
  }

  private static List<String> always(List<String> lines) {
    return lines.stream().map(line -> line + " comment \"" + OURS + "\"").toList();
  }

  /// What a rule becomes: a line for each family of addresses and each kind of interface.
  private static List<String> lines(FirewallRule rule) {
    var lines = new ArrayList<String>();
    for (var scope : rule.scopes()) {
      for (var device : devices(rule)) {
        lines.add(
            device.map(name -> (rule.in() ? "iifname \"" : "oifname \"") + name + "\" ").orElse("")
                + addresses(rule, scope)
                + transport(rule)
                + (rule.block() ? "drop" : "accept")
                + " comment \""
                + rule.tag()
                + "\"");
      }
    }
    return lines;
  }

  private static List<Optional<String>> devices(FirewallRule rule) {
    return rule.interfaces().isEmpty()
        ? List.of(Optional.empty())
        : rule.interfaces().stream()
            .sorted()
            .flatMap(kind -> INTERFACES.getOrDefault(kind, List.of()).stream())
            .map(Optional::of)
            .toList();
  }

  private static String addresses(FirewallRule rule, FirewallRule.Scope scope) {
    var matches = new LinkedHashMap<String, Spans>();
    scope.remote().ifPresent(spans -> matches.put(rule.in() ? "saddr" : "daddr", spans));
    scope.local().ifPresent(spans -> matches.put(rule.in() ? "daddr" : "saddr", spans));
    var family = scope.family().filter(Spans.Kind.IPV6::equals).map(_ -> "ip6 ").orElse("ip ");
    var text = new StringBuilder();
    matches.forEach((field, spans) -> text.append(family).append(field).append(set(spans)));
    return text.toString();
  }

  private static String transport(FirewallRule rule) {
    var protocols = rule.protocols().stream().map(String::valueOf).toList();
    var text = new StringBuilder();
    if (!protocols.isEmpty()) {
      text.append("meta l4proto { ").append(String.join(", ", protocols)).append(" } ");
    }
    if (!rule.localPorts().isEmpty()) {
      text.append("th ").append(rule.in() ? "dport" : "sport").append(set(rule.localPorts()));
    }
    if (!rule.remotePorts().isEmpty()) {
      text.append("th ").append(rule.in() ? "sport" : "dport").append(set(rule.remotePorts()));
    }
    return text.toString();
  }

  private static String set(Spans spans) {
    return " { " + String.join(", ", spans.words("-")) + " } ";
  }
}
