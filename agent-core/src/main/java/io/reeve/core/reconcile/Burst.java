package io.reeve.core.reconcile;

import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.util.LinkedHashSet;
import java.util.Set;

/// Events that came close together.
final class Burst {
  private final Set<Path> paths = new LinkedHashSet<>();
  private final Set<Path> gone = new LinkedHashSet<>();
  private boolean overflow;

  /// Takes a key's events and lets it go on.
  void gather(WatchKey key) {
    var folder = (Path) key.watchable();
    for (var event : key.pollEvents()) {
      if (event.kind().equals(StandardWatchEventKinds.OVERFLOW)) {
        overflow = true;
      } else if (event.context() instanceof Path name) {
        paths.add(folder.resolve(name));
      }
    }
    if (!key.reset()) {
      gone.add(folder);
    }
  }

  /// What changed, came or went.
  Set<Path> paths() {
    return paths;
  }

  /// Watched folders that are no longer there.
  Set<Path> gone() {
    return gone;
  }

  /// Whether events were lost.
  boolean overflow() {
    return overflow;
  }
}
