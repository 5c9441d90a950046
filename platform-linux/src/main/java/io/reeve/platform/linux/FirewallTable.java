package io.reeve.platform.linux;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The nftables table that is ours: what it was made from, and its text.
///
/// What it was made from is kept in it, as comments of a chain that nothing jumps to, so the table
/// alone says what it means and goes as a whole.
///
/// @param wanted settings by key: `enabled`, `inbound`, `rule/NAME/FIELD`
/// @param policy of the input chain as it is; empty when there is no such chain on the hook
record FirewallTable(Map<String, String> wanted, Optional<String> policy) {
  private static final String TAG = "reeve:";
  private static final Pattern RULE = Pattern.compile("rule/([^/]+)/(.+)");

  FirewallTable {
    wanted = Map.copyOf(wanted);
  }

  static FirewallTable none() {
    return new FirewallTable(Map.of(), Optional.empty());
  }

  /// Reads what `list table` prints in JSON.
  static FirewallTable parse(String json) throws IOException {
    var wanted = new TreeMap<String, String>();
    var policy = Optional.<String>empty();
    for (JsonNode item : JsonMembers.tree(json).path("nftables")) {
      var comment = item.path("rule").path("comment").asText();
      int equals = comment.indexOf('=');
      if (comment.startsWith(TAG) && equals > 0) {
        wanted.put(comment.substring(TAG.length(), equals), comment.substring(equals + 1));
      }
      var chain = item.path("chain");
      if (chain.path("name").asText().equals("input") && chain.has("hook")) {
        policy = Optional.of(chain.path("policy").asText());
      }
    }
    return new FirewallTable(wanted, policy);
  }

  /// What a key has in force.
  Optional<String> value(String key) {
    var told = Optional.ofNullable(wanted.get(key));
    return switch (key) {
      case "enabled" -> told.map(_ -> Boolean.toString(policy.isPresent()));
      case "inbound" -> policy.isEmpty() ? told : told.map(_ -> word(policy.get()));
      default -> told;
    };
  }

  private static String word(String policy) {
    return policy.equals("drop") ? "block" : "allow";
  }

  /// The same with a key set or, when empty, unset.
  FirewallTable with(String key, Optional<String> value) {
    var changed = new TreeMap<>(wanted);
    changed.remove(key);
    value.ifPresent(text -> changed.put(key, text));
    return new FirewallTable(changed, policy);
  }

  /// The commands that make it so in one transaction. The first line makes sure that there is
  /// something to delete.
  String commands() {
    var text = new StringBuilder("table inet reeve\ndelete table inet reeve\n");
    if (wanted.isEmpty()) {
      return text.toString();
    }
    text.append("table inet reeve {\n chain wanted {\n");
    new TreeMap<>(wanted)
        .forEach((k, v) -> text.append("  counter comment \"" + TAG + k + "=" + v + "\"\n"));
    text.append(" }\n");
    if (!"false".equals(wanted.get("enabled"))) {
      boolean open = "allow".equals(wanted.get("inbound"));
      text.append(" chain input {\n  type filter hook input priority -5; policy ");
      text.append(open ? "accept" : "drop").append(";\n");
      lines(BASE, text);
      lines(rules("IN"), text);
      text.append(" }\n chain output {\n  type filter hook output priority -5; policy accept;\n");
      lines(rules("OUT"), text);
      text.append(" }\n");
    }
    return text.append("}\n").toString();
  }

  private static void lines(List<String> lines, StringBuilder into) {
    lines.forEach(line -> into.append("  ").append(line).append('\n'));
  }

  /// Without these nothing on the machine works, and its own connections get no answers.
  private static final List<String> BASE =
      List.of(
          "ct state established,related accept",
          "iifname \"lo\" accept",
          "icmp type { destination-unreachable, time-exceeded, parameter-problem } accept",
          "icmpv6 type { destination-unreachable, packet-too-big, time-exceeded,"
              + " parameter-problem, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert,"
              + " mld-listener-query } accept",
          "udp sport 67 udp dport 68 accept",
          "udp sport 547 udp dport 546 accept");

  /// The rules of one direction, those that block first: whoever blocks has the last word.
  private List<String> rules(String direction) {
    var fields = new LinkedHashMap<String, Map<String, String>>();
    for (var key : new TreeSet<>(wanted.keySet())) {
      var match = RULE.matcher(key);
      if (match.matches()) {
        fields
            .computeIfAbsent(match.group(1), _ -> new TreeMap<>())
            .put(match.group(2), wanted.getOrDefault(key, ""));
      }
    }
    var blocks = new ArrayList<String>();
    var allows = new ArrayList<String>();
    for (var rule : fields.values()) {
      boolean on = !rule.getOrDefault("enabled", "true").equals("false");
      if (on && rule.getOrDefault("direction", "OUT").equals(direction)) {
        boolean block = rule.getOrDefault("action", "allow").equals("block");
        (block ? blocks : allows).add(rule(rule, direction.equals("IN"), block));
      }
    }
    blocks.addAll(allows);
    return blocks;
  }

  private static String rule(Map<String, String> fields, boolean in, boolean block) {
    var text = new StringBuilder();
    var protocol = fields.getOrDefault("protocol", "");
    var here = fields.get("local-ports");
    var there = fields.get("remote-ports");
    if (!protocol.isEmpty()) {
      text.append("meta l4proto ").append(protocol).append(' ');
    } else if (here != null || there != null) {
      text.append("meta l4proto { 6, 17 } ");
    }
    if (here != null) {
      text.append("th ").append(in ? "dport" : "sport").append(set(here));
    }
    if (there != null) {
      text.append("th ").append(in ? "sport" : "dport").append(set(there));
    }
    var addresses = fields.get("remote-addresses");
    if (addresses != null) {
      text.append(addresses.contains(":") ? "ip6 " : "ip ");
      text.append(in ? "saddr" : "daddr").append(set(addresses));
    }
    return text + (block ? "drop" : "accept");
  }

  private static String set(String list) {
    return " { " + list.replace(",", ", ") + " } ";
  }
}
