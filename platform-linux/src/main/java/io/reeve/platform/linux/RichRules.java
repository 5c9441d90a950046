package io.reeve.platform.linux;

import io.reeve.core.firewall.FirewallFields;
import io.reeve.core.firewall.FirewallRule;
import io.reeve.core.firewall.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rules in firewalld's rich language, in the very form in which it gives them back.
final class RichRules {
  private static final int FIRST = -300;
  private static final int BLOCK = -200;
  private static final int ALLOW = -100;

  private static final Map<Integer, String> WITH_PORTS =
      Map.of(FirewallRule.TCP, "tcp", FirewallRule.UDP, "udp", 33, "dccp", 132, "sctp");

  /// Where nothing else goes out: names, the agent's service, the time, an address, and what IPv6
  /// cannot do without.
  static final List<String> CLOSED_OUT =
      List.of(
          rule(FIRST, "", " port port=\"53\" protocol=\"tcp\"", false),
          rule(FIRST, "", " port port=\"53\" protocol=\"udp\"", false),
          rule(FIRST, "", " port port=\"443\" protocol=\"tcp\"", false),
          rule(FIRST, "", " port port=\"123\" protocol=\"udp\"", false),
          rule(FIRST, "", " port port=\"67\" protocol=\"udp\"", false),
          rule(FIRST, "", " port port=\"547\" protocol=\"udp\"", false),
          rule(FIRST, "", " protocol value=\"icmp\"", false),
          rule(FIRST, "", " protocol value=\"ipv6-icmp\"", false));

  private RichRules() {}

  private static String rule(int priority, String addresses, String element, boolean block) {
    return "rule priority=\"%d\"%s%s %s"
        .formatted(priority, addresses, element, block ? "drop" : "accept");
  }

  /// Why there are no such rules for these fields; empty when there are.
  static Optional<String> refusal(Map<String, String> fields) {
    var protocol = Optional.ofNullable(fields.get("protocol")).map(Integer::valueOf);
    boolean here = fields.containsKey("local-ports");
    boolean there = fields.containsKey("remote-ports");
    if (here && there) {
      return Optional.of("firewalld has no rules for ports of both sides at once");
    }
    if ((here || there) && protocol.filter(one -> !WITH_PORTS.containsKey(one)).isPresent()) {
      return Optional.of("firewalld has no rules for ports of protocol " + protocol.get());
    }
    return FirewallFields.hasInterfaces(fields)
        ? Optional.of("firewalld has zones for interfaces, and no rules for kinds of them")
        : FirewallFields.refusal(fields, "Linux");
  }

  /// What a rule becomes.
  static List<String> of(FirewallRule rule) {
    var rules = new ArrayList<String>();
    for (var scope : rule.scopes()) {
      for (var addresses : addresses(rule, scope)) {
        for (var element : elements(rule)) {
          rules.add(rule(rule.block() ? BLOCK : ALLOW, addresses, element, rule.block()));
        }
      }
    }
    return rules;
  }

  private static List<String> addresses(FirewallRule rule, FirewallRule.Scope scope) {
    var family =
        scope
            .family()
            .map(kind -> " family=\"" + (kind == Spans.Kind.IPV6 ? "ipv6" : "ipv4") + "\"")
            .orElse("");
    var texts = new ArrayList<String>();
    for (var source : sides(rule.in() ? scope.remote() : scope.local(), "source")) {
      for (var destination : sides(rule.in() ? scope.local() : scope.remote(), "destination")) {
        texts.add(family + source + destination);
      }
    }
    return texts;
  }

  private static List<String> sides(Optional<Spans> spans, String side) {
    return spans.isEmpty()
        ? List.of("")
        : spans.get().networks().stream()
            .map(network -> " " + side + " address=\"" + network + "\"")
            .toList();
  }

  private static List<String> elements(FirewallRule rule) {
    var to = rule.in() ? rule.localPorts() : rule.remotePorts();
    var from = rule.in() ? rule.remotePorts() : rule.localPorts();
    var elements = new ArrayList<String>();
    for (var number : rule.protocols()) {
      var protocol = WITH_PORTS.getOrDefault(number, number.toString());
      for (var port : to.words("-")) {
        elements.add(" port port=\"" + port + "\" protocol=\"" + protocol + "\"");
      }
      for (var port : from.words("-")) {
        elements.add(" source-port port=\"" + port + "\" protocol=\"" + protocol + "\"");
      }
      if (!rule.hasPorts()) {
        elements.add(" protocol value=\"" + protocol + "\"");
      }
    }
    return elements.isEmpty() ? List.of("") : elements;
  }
}
