package io.reeve.platform.linux;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What `apt-get -s` says it would do.
///
/// @param added packages that would come
/// @param changed packages that are there, with the version they have now
/// @param versions what would be installed or configured, with its version
/// @param removed packages that would go
record AptSimulation(
    List<String> added,
    Map<String, String> changed,
    Map<String, String> versions,
    Set<String> removed) {
  private static final Pattern INSTALL =
      Pattern.compile("(Inst|Conf) (\\S+)(?: \\[(\\S+)])? \\((\\S+).*");
  private static final Pattern REMOVE = Pattern.compile("(?:Remv|Purg) (\\S+).*");

  AptSimulation {
    added = List.copyOf(added);
    changed = Map.copyOf(changed);
    versions = Map.copyOf(versions);
    removed = Set.copyOf(removed);
  }

  /// Lines such as `Inst bash [5.2-1] (5.2-2 Debian:12/stable [amd64])`.
  static AptSimulation parse(String said) {
    var added = new ArrayList<String>();
    var changed = new LinkedHashMap<String, String>();
    var versions = new LinkedHashMap<String, String>();
    var removed = new LinkedHashSet<String>();
    for (var line : said.lines().toList()) {
      var install = INSTALL.matcher(line);
      var remove = REMOVE.matcher(line);
      if (install.matches()) {
        var name = install.group(2);
        versions.put(name, install.group(4));
        if (install.group(1).equals("Inst")) {
          Optional.ofNullable(install.group(3))
              .ifPresentOrElse(old -> changed.put(name, old), () -> added.add(name));
        }
      } else if (remove.matches()) {
        removed.add(remove.group(1));
      }
    }
    return new AptSimulation(added, changed, versions, removed);
  }

  /// The version of the package of that name, and of no other that apt has found for it; empty when
  /// nothing would be done with it.
  Optional<String> version(String name) {
    return Optional.ofNullable(versions.get(name));
  }
}
