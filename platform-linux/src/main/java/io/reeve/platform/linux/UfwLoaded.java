package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.OsException;
import io.reeve.platform.linux.UfwRules.Match;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the kernel has of ufw's rules.
///
/// @param families the filter table by whether it is that of IPv6
record UfwLoaded(Map<Boolean, IptablesSave> families) {
  UfwLoaded {
    families = Map.copyOf(families);
  }

  /// One question for each family, however many rules there are.
  static UfwLoaded of(Host host, boolean six, Duration patience) throws IOException {
    var families = new HashMap<Boolean, IptablesSave>();
    for (boolean family : six ? List.of(false, true) : List.of(false)) {
      var program = family ? "/usr/sbin/ip6tables-save" : "/usr/sbin/iptables-save";
      var ran = host.commands().run(List.of(program, "-t", "filter"), patience);
      if (!ran.ok()) {
        throw new OsException(program, ran.exit(), ran.err().strip());
      }
      families.put(family, IptablesSave.parse(ran.out()));
    }
    return new UfwLoaded(families);
  }

  /// Whether the chain drops, in every family, what no rule is about.
  boolean drops(String chain) {
    return families.values().stream().allMatch(family -> family.drops(chain));
  }

  /// Whether the lines of a rule are there, and packets get to them.
  boolean holds(Match match, UfwRules.Entry entry) {
    var family = families.get(match.six());
    var before = (match.six() ? "ufw6-before-" : "ufw-before-") + match.way() + "put";
    return family != null
        && !entry.lines().isEmpty()
        && entry.lines().stream().allMatch(family::holds)
        && family.holds(jump((match.way() + "put").toUpperCase(Locale.ROOT), before))
        && family.holds(jump(before, before.replace("before", "user")));
  }

  private static List<String> jump(String from, String to) {
    return List.of("-A", from, "-j", to);
  }
}
