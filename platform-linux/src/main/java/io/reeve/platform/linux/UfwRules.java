package io.reeve.platform.linux;

import io.reeve.core.firewall.FirewallPolicy;
import io.reeve.core.firewall.FirewallRule;
import io.reeve.core.firewall.Spans;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Rules as ufw keeps them: each is about one family, and ufw knows one by what it matches. Of two
/// that match the same, the later takes the place of the earlier.
final class UfwRules {
  /// What multiport takes; a range counts twice.
  private static final int MOST_PORTS = 15;

  private static final Pattern TUPLE =
      Pattern.compile(
          "### tuple ### (\\S+) (\\S+) (\\S+) (\\S+) (\\S+) (\\S+) (in|out)( comment=([0-9a-f]+))?");

  /// The protocols that ufw knows, by number.
  static final Map<Integer, String> PROTOCOLS =
      Map.of(FirewallRule.TCP, "tcp", FirewallRule.UDP, "udp", 47, "gre", 50, "esp", 51, "ah");

  /// Where nothing else goes out: names, the agent's service, the time, an address.
  private static final List<Match> CLOSED_OUT =
      List.of(out("tcp", "53,443"), out("udp", "53,67,123,547"));

  private UfwRules() {}

  /// What a rule matches, in ufw's words and in the order of its file.
  record Match(
      boolean six,
      String protocol,
      String toPort,
      String to,
      String fromPort,
      String from,
      String way) {
    /// The end of a command that is about it.
    List<String> words() {
      var words = new ArrayList<String>();
      if (!protocol.equals("any")) {
        words.addAll(List.of("proto", protocol));
      }
      words.addAll(List.of("from", from));
      if (!fromPort.equals("any")) {
        words.addAll(List.of("port", fromPort));
      }
      words.addAll(List.of("to", to));
      if (!toPort.equals("any")) {
        words.addAll(List.of("port", toPort));
      }
      return words;
    }
  }

  /// What is done with it, and why.
  ///
  /// @param action `allow`, `deny`, or another of ufw's, with `_log` behind where it is logged
  record Deed(String action, String comment) {
    boolean isOurs() {
      return comment.startsWith(NftRuleset.OURS);
    }
  }

  /// A rule in ufw's file, with the lines of iptables that it stands for.
  record Entry(Deed deed, List<List<String>> lines) {}

  private static Match out(String protocol, String port) {
    return new Match(false, protocol, port, any(false), "any", any(false), "out");
  }

  private static String any(boolean six) {
    return six ? "::/0" : "0.0.0.0/0";
  }

  /// Reads `user.rules` or `user6.rules`. Rules of other forms (for an interface, an application)
  /// are left out: ours are never like them.
  static Map<Match, Entry> parse(String file, boolean six) {
    var entries = new LinkedHashMap<Match, Entry>();
    var lines = new ArrayList<List<String>>();
    for (var line : file.lines().toList()) {
      var tuple = TUPLE.matcher(line);
      if (tuple.matches()) {
        lines = new ArrayList<>();
        var comment = Optional.ofNullable(tuple.group(9)).map(UfwRules::text).orElse("");
        entries.put(
            new Match(
                six,
                tuple.group(2),
                tuple.group(3),
                tuple.group(4),
                tuple.group(5),
                tuple.group(6),
                tuple.group(7)),
            new Entry(new Deed(tuple.group(1), comment), lines));
      } else if (line.startsWith("-A ")) {
        lines.add(List.of(line.split(" ")));
      } else if (line.startsWith("###")) {
        lines = new ArrayList<>();
      }
    }
    return entries;
  }

  private static String text(String hex) {
    return hex.length() % 2 != 0
        ? ""
        : new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
  }

  /// What a policy becomes, those that block first.
  static Map<Match, Deed> of(FirewallPolicy policy, boolean six) {
    var wanted = new LinkedHashMap<Match, Deed>();
    for (boolean block : List.of(true, false)) {
      for (var rule : policy.rules()) {
        if (rule.block() == block) {
          var deed = new Deed(block ? "deny" : "allow", rule.tag());
          matches(rule, six).forEach(match -> wanted.putIfAbsent(match, deed));
        }
      }
    }
    if (policy.blocksOutbound()) {
      for (var match : CLOSED_OUT) {
        wanted.putIfAbsent(match, new Deed("allow", NftRuleset.OURS));
        if (six) {
          wanted.putIfAbsent(six(match), new Deed("allow", NftRuleset.OURS));
        }
      }
    }
    return wanted;
  }

  private static Match six(Match match) {
    return new Match(
        true, match.protocol, match.toPort, any(true), match.fromPort, any(true), match.way);
  }

  /// The matches of one rule.
  static List<Match> matches(FirewallRule rule, boolean six) {
    var matches = new ArrayList<Match>();
    for (var scope : rule.scopes()) {
      for (boolean family : six ? List.of(false, true) : List.of(false)) {
        var kind = family ? Spans.Kind.IPV6 : Spans.Kind.IPV4;
        if (scope.family().filter(own -> own != kind).isEmpty()) {
          matches.addAll(matches(rule, scope, family));
        }
      }
    }
    return matches;
  }

  private static List<Match> matches(FirewallRule rule, FirewallRule.Scope scope, boolean six) {
    var matches = new ArrayList<Match>();
    var all = List.of(any(six));
    var local = scope.local().map(Spans::networks).orElse(all);
    var remote = scope.remote().map(Spans::networks).orElse(all);
    var protocols = rule.protocols().isEmpty() ? List.of(-1) : rule.protocols();
    for (var from : rule.in() ? remote : local) {
      for (var to : rule.in() ? local : remote) {
        for (var protocol : protocols) {
          for (var fromPorts : ports(rule.in() ? rule.remotePorts() : rule.localPorts())) {
            for (var toPorts : ports(rule.in() ? rule.localPorts() : rule.remotePorts())) {
              matches.add(
                  new Match(
                      six,
                      PROTOCOLS.getOrDefault(protocol, "any"),
                      toPorts,
                      to,
                      fromPorts,
                      from,
                      rule.in() ? "in" : "out"));
            }
          }
        }
      }
    }
    return matches;
  }

  /// Ports in portions that multiport takes.
  private static List<String> ports(Spans spans) {
    if (spans.isEmpty()) {
      return List.of("any");
    }
    var portions = new ArrayList<String>();
    var portion = new ArrayList<String>();
    int size = 0;
    for (var word : spans.words(":")) {
      int more = word.contains(":") ? 2 : 1;
      if (size + more > MOST_PORTS) {
        portions.add(String.join(",", portion));
        portion.clear();
        size = 0;
      }
      portion.add(word);
      size += more;
    }
    portions.add(String.join(",", portion));
    return portions;
  }
}
