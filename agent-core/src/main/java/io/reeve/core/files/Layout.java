package io.reeve.core.files;

import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One family of configuration files: which file is ours, which are read in which order, and who
/// wins. The whole difference between one tool's drop-ins and another's.
///
/// @param own our drop-in file
/// @param sources all that is read, in reading order; the last value of a key wins
/// @param style how lines are written
/// @param rival the file that is read after our own and would win over it; its line for a key of
///   ours is turned off
public record Layout(String own, List<Source> sources, LineStyle style, Optional<String> rival) {
  public Layout {
    sources = List.copyOf(sources);
  }

  /// Every value that the files give a key, in reading order.
  public List<String> values(Host host, String section, String key) throws IOException {
    var values = new ArrayList<String>();
    for (var source : sources) {
      for (var name : source.files(host)) {
        values.addAll(style.values(new SystemFile(host, name), section, key));
      }
    }
    return values;
  }

  /// The files and directories whose change can change a value.
  public Set<Path> watched(Host host) {
    var paths = new LinkedHashSet<Path>();
    paths.add(host.path(own));
    for (var source : sources) {
      switch (source) {
        case Source.One(var name) -> paths.add(host.path(name));
        case Source.All(var directories, _) -> directories.forEach(d -> paths.add(host.path(d)));
      }
    }
    return paths;
  }
}
