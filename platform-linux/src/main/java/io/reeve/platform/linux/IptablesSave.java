package io.reeve.platform.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One family's filter table, as iptables-save(8) tells it.
///
/// @param policies what the built-in chains do with packets that no rule is about
/// @param rules each in a spelling that does not depend on who wrote it
record IptablesSave(Map<String, String> policies, Set<List<String>> rules) {
  private static final Set<String> IMPLIED = Set.of("tcp", "udp", "multiport");
  private static final Set<String> ANYWHERE = Set.of("0.0.0.0/0", "::/0");

  IptablesSave {
    policies = Map.copyOf(policies);
    rules = Set.copyOf(rules);
  }

  static IptablesSave parse(String saved) {
    var policies = new HashMap<String, String>();
    var rules = new HashSet<List<String>>();
    for (var line : saved.lines().toList()) {
      var words = line.split(" ");
      if (line.startsWith(":") && words.length > 1) {
        policies.put(words[0].substring(1), words[1]);
      } else if (line.startsWith("-A ")) {
        rules.add(spelt(List.of(words)));
      }
    }
    return new IptablesSave(policies, rules);
  }

  /// Whether the chain drops what no rule is about.
  boolean drops(String chain) {
    return "DROP".equals(policies.get(chain));
  }

  /// Whether that line, as one would give it to iptables, is loaded.
  boolean holds(List<String> line) {
    return rules.contains(spelt(line));
  }

  /// Options with their values, sorted. Modules that the options themselves ask for are left out,
  /// and addresses have their prefix.
  private static List<String> spelt(List<String> words) {
    var options = new ArrayList<String>();
    for (int i = 0; i < words.size(); ) {
      var option = new StringBuilder(words.get(i++));
      while (i < words.size() && !words.get(i).startsWith("-")) {
        option.append(' ').append(words.get(i++));
      }
      var text = option.toString();
      int space = text.indexOf(' ');
      var value = text.substring(space + 1);
      switch (space < 0 ? "" : text.substring(0, space)) {
        case "-m" -> add(options, text, !IMPLIED.contains(value));
        case "-s", "-d" -> add(options, prefixed(text), !ANYWHERE.contains(value));
        default -> options.add(text);
      }
    }
    options.sort(null);
    return List.copyOf(options);
  }

  private static void add(List<String> options, String text, boolean counts) {
    if (counts) {
      options.add(text);
    }
  }

  private static String prefixed(String address) {
    return address.contains("/") ? address : address + (address.contains(":") ? "/128" : "/32");
  }
}
