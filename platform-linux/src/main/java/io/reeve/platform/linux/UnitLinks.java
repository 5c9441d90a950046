package io.reeve.platform.linux;

import io.reeve.core.files.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The symbolic links that make units enabled, masked, or known by further names: all that
/// enabling, disabling and masking change, and so all it takes to put that back exactly.
///
/// @param links from each link to what it says, both as they are on disk
record UnitLinks(Map<Path, String> links) {
  private static final Set<String> RELATIONS = Set.of(".wants", ".requires", ".upholds");

  UnitLinks {
    links = Map.copyOf(links);
  }

  /// The links of these units: that have their name, or lead to it.
  static UnitLinks of(UnitFolders folders, Set<String> units) throws IOException {
    var links = new TreeMap<Path, String>();
    for (var folder : folders.writable()) {
      for (var entry : entries(folder)) {
        collect(entry, units, links);
        if (isRelation(entry)) {
          for (var inner : entries(entry)) {
            collect(inner, units, links);
          }
        }
      }
    }
    return new UnitLinks(links);
  }

  private static List<Path> entries(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (var entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  private static boolean isRelation(Path entry) {
    return RELATIONS.stream().anyMatch(entry.toString()::endsWith);
  }

  private static void collect(Path entry, Set<String> units, Map<Path, String> into)
      throws IOException {
    if (Files.isSymbolicLink(entry)) {
      var target = Files.readSymbolicLink(entry);
      if (units.contains(String.valueOf(entry.getFileName()))
          || units.contains(String.valueOf(target.getFileName()))) {
        into.put(entry, target.toString());
      }
    }
  }

  /// Whether one of them masks the unit.
  boolean masks(String unit) {
    return links.entrySet().stream()
        .anyMatch(each ->
            each.getKey().endsWith(unit) && each.getValue().equals(UnitFolders.MASK.toString()));
  }

  /// Makes the links of these units those, and no others.
  ///
  /// @return whether anything had to be changed
  boolean restore(UnitFolders folders, Set<String> units) throws IOException {
    var now = of(folders, units).links;
    for (var link : now.keySet()) {
      if (!links.containsKey(link)) {
        remove(link);
      }
    }
    for (var each : links.entrySet()) {
      if (!each.getValue().equals(now.get(each.getKey()))) {
        make(each.getKey(), Path.of(each.getValue()));
      }
    }
    return !links.equals(now);
  }

  /// A link that is made whole or not at all.
  static void make(Path link, Path target) throws IOException {
    Files.createDirectories(Directories.above(link));
    var fresh = link.resolveSibling("." + link.getFileName() + ".reeve-new");
    Files.deleteIfExists(fresh);
    Files.createSymbolicLink(fresh, target);
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Removes a link, and its folder where that holds nothing but links and is empty now, as systemd
  /// itself does.
  static void remove(Path link) throws IOException {
    Files.deleteIfExists(link);
    var folder = Directories.above(link);
    boolean onlyLinks = isRelation(folder) || folder.toString().endsWith(".control");
    if (onlyLinks && entries(folder).isEmpty()) {
      Files.deleteIfExists(folder);
    }
  }

  /// For a snapshot: a line for each link.
  String words() {
    return new TreeMap<>(links)
        .entrySet().stream()
            .map(each -> each.getKey() + "\t" + each.getValue())
            .collect(Collectors.joining("\n"));
  }

  static UnitLinks parse(String words) {
    return new UnitLinks(
        words
            .lines()
            .map(line -> line.split("\t", 2))
            .collect(Collectors.toMap(parts -> Path.of(parts[0]), parts -> parts[1])));
  }
}
