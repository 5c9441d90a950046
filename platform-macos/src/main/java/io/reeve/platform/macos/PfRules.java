package io.reeve.platform.macos;

import io.reeve.core.firewall.FirewallPolicy;
import io.reeve.core.firewall.FirewallRule;
import io.reeve.core.firewall.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A policy as rules of pf.conf(5). All of them are `quick`: the first that fits decides. Those
/// that block come first, and before all what keeps the Mac managed: loopback, neighbours, an
/// address, names, the time, and what root, who runs the agent, sends.
final class PfRules {
  private static final List<String> ALWAYS =
      List.of(
          "pass quick on lo0 all flags any",
          "pass quick inet6 proto ipv6-icmp all icmp6-type { routersol routeradv neighbrsol"
              + " neighbradv }",
          "pass in quick inet proto udp from any port 67 to any port 68",
          "pass in quick inet6 proto udp from any port 547 to any port 546");
  private static final List<String> MANAGED =
      List.of(
          "pass out quick proto { tcp udp } from any to any port 53",
          "pass out quick proto udp from any to any port { 67 123 547 }",
          "pass out quick proto tcp from any to any user root");

  private PfRules() {}

  /// The text to be loaded; empty when nothing is asked.
  static String text(FirewallPolicy policy) {
    boolean closed = blocks(policy, "inbound") || blocks(policy, "outbound");
    var lines = new ArrayList<String>();
    policy.rules().forEach(rule -> lines.addAll(lines(rule)));
    if (lines.isEmpty() && !closed) {
      return "";
    }
    var all = new ArrayList<>(ALWAYS);
    if (blocks(policy, "outbound")) {
      all.addAll(MANAGED);
    }
    all.addAll(lines);
    if (blocks(policy, "outbound")) {
      all.add("block drop out quick all");
    } else {
      all.add("pass out quick all flags S/SA keep state");
    }
    if (blocks(policy, "inbound")) {
      all.add("block drop in quick all");
    }
    return String.join("\n", all) + "\n";
  }

  private static boolean blocks(FirewallPolicy policy, String key) {
    return policy.value(key).equals(Optional.of("block"));
  }

  /// The lines of one rule: one for each protocol and family.
  static List<String> lines(FirewallRule rule) {
    var lines = new ArrayList<String>();
    var protocols = rule.protocols().isEmpty() ? List.of(-1) : rule.protocols();
    for (int protocol : protocols) {
      for (var scope : rule.scopes()) {
        lines.add(line(rule, protocol, scope));
      }
    }
    return lines;
  }

  private static String line(FirewallRule rule, int protocol, FirewallRule.Scope scope) {
    var here = end(scope.local(), rule.localPorts());
    var there = end(scope.remote(), rule.remotePorts());
    var words = new ArrayList<String>();
    words.add(rule.block() ? "block drop" : "pass");
    words.add(rule.in() ? "in" : "out");
    words.add("quick");
    scope.family().ifPresent(kind -> words.add(kind == Spans.Kind.IPV4 ? "inet" : "inet6"));
    if (protocol >= 0) {
      words.add("proto " + protocol);
    }
    words.add("from " + (rule.in() ? there : here) + " to " + (rule.in() ? here : there));
    return String.join(" ", words);
  }

  private static String end(Optional<Spans> addresses, Spans ports) {
    var end = addresses.map(spans -> list(spans.networks())).orElse("any");
    return ports.isEmpty() ? end : end + " port " + list(ports.words(":"));
  }

  private static String list(List<String> words) {
    return words.size() == 1 ? words.getFirst() : "{ " + String.join(" ", words) + " }";
  }
}
