package io.reeve.platform.linux;

import io.reeve.core.spi.OsException;
import io.reeve.core.spi.Witness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who changed files, by fanotify. The kernel only tells; nobody waits for this, and what it cannot
/// trace (a file system without file handles, no `CAP_SYS_ADMIN`) is changed by nobody known.
final class FileWitness implements Witness {
  private static final Logger LOG = LoggerFactory.getLogger(FileWitness.class);
  private static final int MOST_FOLDERS = 512;
  private static final int MOST_SEEN = 1024;

  private final Fanotify fanotify;
  private final Clock clock;
  private final Culprits culprits = new Culprits(Path.of("/proc"));
  private final Thread thread;
  private final Map<Path, Seen> seen = new LinkedHashMap<>();
  private final Writers writers = new Writers(System::nanoTime);
  private volatile Map<String, Path> folders = Map.of();
  private volatile Set<Path> files = Set.of();

  private record Seen(Instant at, String who) {}

  private FileWitness(Fanotify fanotify, Clock clock) {
    this.fanotify = fanotify;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("file-witness").daemon().start(this::run);
  }

  /// A witness, where the kernel lets us have one.
  static Witness open(Clock clock) {
    try {
      return new FileWitness(new Fanotify(), clock);
    } catch (OsException | LinkageError e) {
      LOG.info("who changes files is not known here: {}", e.getMessage());
      return Witness.none();
    }
  }

  /// Marks every folder each time: one that was replaced has the same name and is another.
  @Override
  public void watch(Set<Path> wanted) {
    var needed = new HashSet<Path>();
    for (var file : wanted) {
      if (Files.isDirectory(file)) {
        needed.add(file);
      }
      var parent = file.getParent();
      if (parent != null && Files.isDirectory(parent)) {
        needed.add(parent);
      }
    }
    var marked = new HashMap<String, Path>();
    needed.stream().limit(MOST_FOLDERS).forEach(folder -> mark(folder, marked));
    folders.values().stream().filter(folder -> !needed.contains(folder)).forEach(this::unmark);
    files = Set.copyOf(wanted);
    folders = Map.copyOf(marked);
    writers.forget(file -> !marked.containsValue(file.getParent()));
  }

  private void mark(Path folder, Map<String, Path> marked) {
    try {
      marked.put(fanotify.mark(folder), folder);
    } catch (OsException e) {
      LOG.debug("{}", e.getMessage());
    }
  }

  /// One that is gone has lost its mark with it.
  private void unmark(Path folder) {
    try {
      fanotify.unmark(folder);
    } catch (OsException e) {
      LOG.debug("{}", e.getMessage());
    }
  }

  @Override
  public Optional<String> who(Path file, Instant since) {
    synchronized (seen) {
      return Optional.ofNullable(seen.get(file))
          .filter(last -> !last.at().isBefore(since))
          .map(Seen::who);
    }
  }

  /// What it has is freed here, however it ends.
  private void run() {
    try (fanotify) {
      for (var events = fanotify.await(); !events.isEmpty(); events = fanotify.await()) {
        events.forEach(this::noteWriting);
        events.forEach(this::take);
      }
    } catch (OsException e) {
      LOG.warn("who changes files is known no longer: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("a defect ended the witness of files", e);
    }
  }

  /// First of all, because somebody may wait to hear of it.
  private void noteWriting(Fanotify.Event event) {
    var folder = folders.get(event.folder());
    if (folder == null) {
      return;
    }
    var file = folder.resolve(event.name());
    if (event.isClosing()) {
      writers.closed(file);
    } else if (event.isWriting()) {
      writers.wrote(file);
    }
  }

  @Override
  public Optional<Boolean> isBeingWritten(Path file) {
    var folder = file.getParent();
    return folder != null && folders.containsValue(folder) && thread.isAlive()
        ? writers.isWriting(file)
        : Optional.empty();
  }

  /// The process may end any moment, so it is looked at even when the file is none of ours: who
  /// writes a temporary file beside one of ours is about to rename it.
  private void take(Fanotify.Event event) {
    var folder = folders.get(event.folder());
    if (folder == null) {
      return;
    }
    var who = culprits.of(event.process());
    if (who.isEmpty()) {
      return;
    }
    var file = event.name().equals(".") ? folder : folder.resolve(event.name());
    note(file, who.orElseThrow());
    note(folder, who.orElseThrow());
  }

  private void note(Path file, String who) {
    if (!files.contains(file)) {
      return;
    }
    synchronized (seen) {
      seen.remove(file);
      seen.put(file, new Seen(clock.instant(), who));
      if (seen.size() > MOST_SEEN) {
        seen.remove(seen.keySet().iterator().next());
      }
    }
  }

  @Override
  public void close() {
    fanotify.wake();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
