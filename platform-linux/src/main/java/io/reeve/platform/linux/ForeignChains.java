package io.reeve.platform.linux;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.files.JsonMembers;
import io.reeve.core.firewall.FirewallRule;
import io.reeve.core.firewall.Spans;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Chains of other tables on the hooks of ours. A packet passes them all, and one that drops it is
/// enough: an `accept` of ours ends our chain and no other.
///
/// Of their rules those are understood that match nothing, or ports of a protocol; one with more
/// conditions is taken to be about other packets where it drops, and not to be enough where it
/// accepts.
///
/// @param chains in the kernel's order
record ForeignChains(List<Chain> chains) {

  /// A chain on a hook.
  ///
  /// @param place as people know it
  /// @param hook `input` or `output`
  /// @param drops whether its policy drops
  /// @param rules those that are understood and end it, in order
  record Chain(String place, String hook, boolean drops, List<Rule> rules) {}

  /// A rule of it.
  ///
  /// @param accepts whether it accepts, not drops
  /// @param protocol empty when it is about every packet
  /// @param ports empty when it is about every port
  record Rule(boolean accepts, Optional<Integer> protocol, Optional<Spans> ports) {
    private boolean covers(int number, Spans wanted) {
      return protocol.filter(own -> own != number).isEmpty()
          && ports.filter(own -> wanted.isEmpty() || !own.contains(wanted)).isEmpty();
    }

    private boolean touches(int number, Spans wanted) {
      return protocol.filter(own -> own != number).isEmpty()
          && ports.filter(own -> !wanted.isEmpty() && !own.meets(wanted)).isEmpty();
    }
  }

  /// Reads what `list ruleset` prints in JSON.
  static ForeignChains parse(String json) throws IOException {
    var rules = new HashMap<String, List<Rule>>();
    var chains = new ArrayList<JsonNode>();
    for (JsonNode item : JsonMembers.tree(json).path("nftables")) {
      var chain = item.path("chain");
      if (chain.path("type").asText().equals("filter") && !isOurs(chain)) {
        chains.add(chain);
      }
      var rule = item.path("rule");
      rule(rule.path("expr"))
          .ifPresent(one ->
              rules
                  .computeIfAbsent(place(rule, rule.path("chain")), _ -> new ArrayList<>())
                  .add(one));
    }
    return new ForeignChains(
        chains.stream()
            .map(chain -> chain(chain, rules))
            .filter(chain -> chain.hook.equals("input") || chain.hook.equals("output"))
            .toList());
  }

  private static boolean isOurs(JsonNode chain) {
    return chain.path("table").asText().equals("reeve")
        && chain.path("family").asText().equals("inet");
  }

  private static Chain chain(JsonNode chain, Map<String, List<Rule>> rules) {
    var place = place(chain, chain.path("name"));
    var hook = chain.path("hook").asText();
    return new Chain(
        place,
        hook.equals("prerouting") ? "input" : hook.equals("postrouting") ? "output" : hook,
        chain.path("policy").asText().equals("drop"),
        rules.getOrDefault(place, List.of()));
  }

  private static String place(JsonNode object, JsonNode chain) {
    return "chain "
        + chain.asText()
        + " of table "
        + object.path("family").asText()
        + " "
        + object.path("table").asText();
  }

  private static Optional<Rule> rule(JsonNode expressions) {
    var protocol = Optional.<Integer>empty();
    var ports = Optional.<Spans>empty();
    for (var expression : expressions) {
      var match = expression.path("match");
      if (expression.has("accept") || expression.has("drop") || expression.has("reject")) {
        return Optional.of(new Rule(expression.has("accept"), protocol, ports));
      } else if (isPorts(match)) {
        protocol = number(match.path("left").path("payload").path("protocol").asText());
        ports = ports(match.path("right"));
        if (protocol.isEmpty() || ports.isEmpty()) {
          return Optional.empty();
        }
      } else if (isProtocol(match) && number(match.path("right").asText()).isPresent()) {
        protocol = number(match.path("right").asText());
      } else if (!expression.has("counter") && !expression.has("log")) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static boolean isPorts(JsonNode match) {
    return match.path("op").asText().equals("==")
        && match.path("left").path("payload").path("field").asText().equals("dport");
  }

  private static boolean isProtocol(JsonNode match) {
    return match.path("op").asText().equals("==")
        && match.path("left").path("meta").path("key").asText().equals("l4proto");
  }

  private static Optional<Integer> number(String protocol) {
    return switch (protocol) {
      case "tcp" -> Optional.of(FirewallRule.TCP);
      case "udp" -> Optional.of(FirewallRule.UDP);
      default -> Optional.empty();
    };
  }

  /// A port, a range or a set of them; empty for anything else.
  private static Optional<Spans> ports(JsonNode right) {
    var words = new ArrayList<String>();
    for (var each : right.has("set") ? right.path("set") : List.of(right)) {
      var range = each.path("range");
      words.add(
          range.isMissingNode()
              ? each.asText()
              : range.path(0).asText() + "-" + range.path(1).asText());
    }
    try {
      return Optional.of(Spans.ports(String.join(",", words)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Whether some chain on the hook drops whatever it is not told to accept.
  boolean dropsAll(String hook) {
    return chains.stream().anyMatch(chain -> chain.hook.equals(hook) && closes(chain));
  }

  private static boolean closes(Chain chain) {
    for (var rule : chain.rules) {
      if (rule.protocol.isEmpty()) {
        return !rule.accepts;
      }
    }
    return chain.drops;
  }

  /// The rules that allow what some other chain drops, and which chain that is.
  Map<String, String> overruled(List<FirewallRule> ours) {
    var overruled = new HashMap<String, String>();
    for (var rule : ours) {
      if (!rule.block()) {
        chains.stream()
            .filter(chain -> chain.hook.equals(rule.in() ? "input" : "output"))
            .filter(chain -> drops(chain, rule))
            .findFirst()
            .ifPresent(chain ->
                overruled.put(
                    rule.name(),
                    "%s drops what firewall rule '%s' allows, and it has the last word"
                        .formatted(chain.place, rule.name())));
      }
    }
    return overruled;
  }

  private static boolean drops(Chain chain, FirewallRule rule) {
    var ports = rule.in() ? rule.localPorts() : rule.remotePorts();
    var protocols = rule.protocols().isEmpty() ? List.of(0) : rule.protocols();
    return protocols.stream().anyMatch(protocol -> drops(chain, protocol, ports));
  }

  private static boolean drops(Chain chain, int protocol, Spans ports) {
    for (var rule : chain.rules) {
      if (rule.accepts && rule.covers(protocol, ports)) {
        return false;
      }
      if (!rule.accepts && rule.touches(protocol, ports)) {
        return true;
      }
    }
    return chain.drops;
  }
}
