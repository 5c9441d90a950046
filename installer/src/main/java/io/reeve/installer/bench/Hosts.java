package io.reeve.installer.bench;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The settings that everything is measured with: a name and its address in the file of hosts,
/// which every configuration tool can keep right, each by itself.
final class Hosts {
  private static final String WRONG = "198.51.100.66";

  private Hosts() {}

  static String name(int setting) {
    return "host%d.example".formatted(setting);
  }

  static String address(int setting) {
    return "192.0.2." + setting % 250;
  }

  /// A file that has all of them.
  static String file(int settings) {
    return "127.0.0.1\tlocalhost\n"
        + IntStream.range(0, settings)
            .mapToObj(i -> address(i) + "\t" + name(i) + "\n")
            .collect(Collectors.joining());
  }

  /// What such a file says: name to address.
  static Map<String, String> entries(String file) {
    var entries = new LinkedHashMap<String, String>();
    for (var line : file.lines().toList()) {
      var words = line.replaceFirst("#.*", "").strip().split("\\s+");
      for (int i = 1; i < words.length; i++) {
        // Two lines for one name are not one setting that is right.
        entries.merge(words[i], words[0], (one, other) -> one + " and " + other);
      }
    }
    return entries;
  }

  /// Whether these are the settings, each once and right, and what was there besides.
  static boolean right(Map<String, String> entries, int settings) {
    return entries.containsKey("localhost")
        && IntStream.range(0, settings).allMatch(i -> address(i).equals(entries.get(name(i))));
  }

  /// The file with these settings made wrong.
  static String drifted(String file, Collection<Integer> settings) {
    var drifted = file;
    for (int setting : settings) {
      drifted =
          drifted.replaceFirst(
              "(?m)^\\S+(\\s+" + name(setting).replace(".", "\\.") + ")$", WRONG + "$1");
    }
    if (entries(drifted).values().stream().filter(WRONG::equals).count() != settings.size()) {
      throw BenchException.wrong("settings " + settings + " are not in the file of hosts");
    }
    return drifted;
  }
}
