package io.reeve.core.reconcile;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which folders have to be watched for a set of files, and what an event in one of them means.
/// Everything here is guarded by the object's own lock.
final class WatchedFolders {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedFolders.class);

  /// The most folders watched; well below what a system gives one user.
  static final int MOST = 512;

  private final WatchService service;

  private Set<Path> files = Set.of();

  private final Map<Path, WatchKey> keys = new HashMap<>();

  WatchedFolders(WatchService service) {
    this.service = service;
  }

  /// What a burst means.
  ///
  /// @param files the watched files or folders concerned
  /// @param uncertain whether events were lost, or something can no longer be watched
  record Changes(Set<Path> files, boolean uncertain) {}

  /// Watches exactly these files from now on.
  ///
  /// @return whether all of them can be
  synchronized boolean watch(Set<Path> wanted) {
    files = wanted.stream().map(file -> file.toAbsolutePath().normalize()).collect(toSet());
    return register();
  }

  /// What the burst means. Folders that came or went change what has to be watched.
  synchronized Changes interpret(Burst burst) {
    burst.gone().forEach(this::forget);
    burst.paths().forEach(this::forget);
    var changed = new LinkedHashSet<Path>();
    for (var file : files) {
      boolean came = burst.paths().stream().anyMatch(path -> concerns(path, file));
      if (came || burst.gone().stream().anyMatch(file::startsWith)) {
        changed.add(file);
      }
    }
    boolean complete = register();
    return new Changes(changed, burst.overflow() || !complete);
  }

  /// A folder that was replaced by another of its name is another folder to the system.
  private void forget(Path folder) {
    var key = keys.remove(folder);
    if (key != null) {
      key.cancel();
    }
  }

  /// A watched folder changes with what is directly in it.
  private static boolean concerns(Path path, Path file) {
    return file.startsWith(path) || file.equals(path.getParent());
  }

  /// A folder may come while the one above is being registered, unseen: so once more until nothing
  /// is new.
  private boolean register() {
    boolean complete;
    Set<Path> before;
    do {
      before = Set.copyOf(keys.keySet());
      complete = registerOnce();
    } while (!before.equals(keys.keySet()));
    return complete;
  }

  private boolean registerOnce() {
    var needed = new LinkedHashSet<Path>();
    files.forEach(file -> needed.addAll(foldersFor(file)));
    boolean complete = needed.size() <= MOST;
    List.copyOf(keys.keySet()).stream().filter(not(needed::contains)).forEach(this::forget);
    for (var folder : needed.stream().limit(MOST).toList()) {
      complete &= keys.containsKey(folder) || register(folder);
    }
    return complete;
  }

  private boolean register(Path folder) {
    try {
      keys.put(folder, folder.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE));
      return true;
    } catch (IOException e) {
      LOG.warn("{} is not watched, only swept: {}", folder, e.toString());
      return false;
    }
  }

  /// The folder a file is in, or the nearest one above that is there, and the one above that, where
  /// its replacement shows; for a watched folder also itself.
  private static Set<Path> foldersFor(Path file) {
    var folders = new LinkedHashSet<Path>();
    if (Files.isDirectory(file)) {
      folders.add(file);
    }
    var above = file.getParent();
    while (above != null && !Files.isDirectory(above)) {
      above = above.getParent();
    }
    if (above != null) {
      folders.add(above);
      folders.add(above.getParent() == null ? above : above.getParent());
    }
    return folders;
  }
}
