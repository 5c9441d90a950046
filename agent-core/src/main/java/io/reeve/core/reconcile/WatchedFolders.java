package io.reeve.core.reconcile;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.LinkedHashSet;
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

  private final Map<Path, Registered> registered = new HashMap<>();

  private boolean complete = true;

  WatchedFolders(WatchService service) {
    this.service = service;
  }

  /// A watched folder.
  ///
  /// @param identity tells it from another folder that takes its name or is mounted there
  private record Registered(WatchKey key, Object identity) {}

  /// What a burst means.
  ///
  /// @param files the watched files or folders concerned
  /// @param uncertain whether events were lost, or something can no longer be watched that could be
  ///   before
  record Changes(Set<Path> files, boolean uncertain) {}

  /// Watches exactly these files from now on. Notices what has taken a watched folder's place
  /// without an event, as a mount does.
  ///
  /// @return whether all of them can be watched, or not all could be before either
  synchronized boolean watch(Set<Path> wanted) {
    files = wanted.stream().map(file -> file.toAbsolutePath().normalize()).collect(toSet());
    return !isLess();
  }

  /// Registers what is needed.
  ///
  /// @return whether something can no longer be watched; told once, not at every attempt
  private boolean isLess() {
    boolean before = complete;
    complete = register();
    return before && !complete;
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
    return new Changes(changed, isLess() || burst.overflow());
  }

  /// A folder that was replaced by another of its name is another folder to the system.
  private void forget(Path folder) {
    var old = registered.remove(folder);
    if (old != null) {
      old.key().cancel();
    }
  }

  /// A watched folder changes with what is directly in it.
  private static boolean concerns(Path path, Path file) {
    return file.startsWith(path) || file.equals(path.getParent());
  }

  /// A folder may come while the one above is being registered, unseen: so once more until nothing
  /// is new.
  private boolean register() {
    boolean all;
    Set<Path> before;
    do {
      before = Set.copyOf(registered.keySet());
      all = registerOnce();
    } while (!before.equals(registered.keySet()));
    return all;
  }

  private boolean registerOnce() {
    var needed = new LinkedHashSet<Path>();
    files.forEach(file -> needed.addAll(foldersFor(file)));
    boolean all = needed.size() <= MOST;
    Set.copyOf(registered.keySet()).stream()
        .filter(folder -> !needed.contains(folder) || isAnother(folder))
        .forEach(this::forget);
    for (var folder : needed.stream().limit(MOST).toList()) {
      all &= registered.containsKey(folder) || register(folder);
    }
    return all;
  }

  private boolean isAnother(Path folder) {
    var known = registered.get(folder);
    try {
      return known == null || !known.key().isValid() || !known.identity().equals(identity(folder));
    } catch (IOException e) {
      LOG.debug("{} is gone: {}", folder, e.toString());
      return true;
    }
  }

  /// Where the system does not tell them apart, all are the same.
  private static Object identity(Path folder) throws IOException {
    var key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    return key == null ? folder : key;
  }

  private boolean register(Path folder) {
    try {
      var key = folder.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
      registered.put(folder, new Registered(key, identity(folder)));
      return true;
    } catch (IOException e) {
      if (complete) {
        LOG.warn("{} is not watched, only swept: {}", folder, e.toString());
      }
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
