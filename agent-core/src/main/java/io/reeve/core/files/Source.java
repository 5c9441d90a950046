package io.reeve.core.files;

import io.reeve.core.spi.Glance;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeMap;

/// Files of one family that are read one after the other.
public sealed interface Source {
  /// One file.
  record One(String name) implements Source {}

  /// Every file of these directories with that ending, in the order of their base names. Of the
  /// same base name in several directories only the one in the last counts.
  record All(List<String> directories, String ending) implements Source {}

  /// The names of the files that exist, in the order they are read.
  default List<String> files(Host host) throws IOException {
    return switch (this) {
      case One(var name) -> Files.exists(host.path(name)) ? List.of(name) : List.of();
      case All all -> Glance.ask(new Listing(host, all));
    };
  }

  /// What is in the directories.
  record Listing(Host host, All all) implements Glance.Question<List<String>> {
    @Override
    public List<String> answer() throws IOException {
      return list(host, all.directories(), all.ending());
    }
  }

  private static List<String> list(Host host, List<String> directories, String ending)
      throws IOException {
    var byName = new TreeMap<String, String>();
    for (var directory : directories) {
      Directories.check(host, host.path(directory));
      if (!Files.isDirectory(host.path(directory))) {
        continue;
      }
      try (var paths = Files.list(host.path(directory))) {
        paths
            .map(path -> path.getFileName().toString())
            .filter(name -> name.endsWith(ending) && !name.startsWith("."))
            .filter(name -> !Files.isDirectory(host.path(directory + "/" + name)))
            .forEach(name -> byName.put(name, directory + "/" + name));
      }
    }
    return List.copyOf(byName.values());
  }
}
