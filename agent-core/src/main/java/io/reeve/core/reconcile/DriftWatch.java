package io.reeve.core.reconcile;

import io.reeve.core.spi.Witness;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches files for changes made behind the agent's back, on a thread of its own, and tells of
/// them. It decides nothing: the agent's own writes are told too, and looking finds nothing to
/// repair then, so they cause no second write and the telling ends.
///
/// The folders are watched and not the files, so that a file may come, go, and be replaced by a
/// rename. A folder that is not there yet is waited for at the nearest one above it that is.
public final class DriftWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriftWatch.class);

  /// Hears of changes, on the watcher's thread; must only enqueue.
  public interface Listener {
    /// These watched files or folders changed, came or went.
    void changed(Set<Path> files);

    /// Events were lost or a place cannot be watched: only a sweep tells.
    void uncertain();
  }

  /// How long nothing has to happen once a change is known to be over.
  private static final Duration SHORT = Duration.ofMillis(3);

  /// Who changes something again that soon is in the middle of something.
  private static final Duration CALM = Duration.ofSeconds(1);

  private final Duration quiet;
  private final Witness witness;
  private final Listener listener;
  private final WatchService service;
  private final WatchedFolders folders;
  private final Thread thread;
  private long told = System.nanoTime() - CALM.toNanos();

  /// @param quiet how long nothing has to happen before changes are told, so that a burst is told
  ///   once; a burst that does not end is told after ten times as long. A single change that the
  ///   witness knows to be over is told almost at once
  /// @throws IOException when the system gives no watches
  public DriftWatch(Duration quiet, Witness witness, Listener listener) throws IOException {
    this.quiet = quiet;
    this.witness = witness;
    this.listener = listener;
    this.service = FileSystems.getDefault().newWatchService();
    this.folders = new WatchedFolders(service);
    this.thread = Thread.ofPlatform().name("drift-watch").daemon().start(this::run);
  }

  /// Watches exactly these files and folders from now on; they need not exist. From any thread.
  ///
  /// Above [WatchedFolders#MOST] folders, or when the system refuses, the rest is not watched and
  /// the listener is told once that it is uncertain.
  public void watch(Set<Path> files) {
    if (!folders.watch(files)) {
      listener.uncertain();
    }
  }

  /// Whether it still watches; only closing it or a defect ends that.
  public boolean isOn() {
    return thread.isAlive();
  }

  private void run() {
    try {
      while (true) {
        var burst = new Burst();
        burst.gather(service.take());
        gatherTheRest(burst);
        tell(burst);
      }
    } catch (ClosedWatchServiceException e) {
      LOG.debug("no longer watching");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What somebody is still writing to is not looked at: it would be found cut off, put right, and
  /// the rest of it be lost.
  private void gatherTheRest(Burst burst) throws InterruptedException {
    long begun = System.nanoTime();
    boolean calm = begun - told >= CALM.toNanos();
    while (System.nanoTime() - begun < 10 * quiet.toNanos()) {
      var wait = calm && isKnown(burst) ? SHORT : quiet;
      var key = service.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
      if (key != null) {
        burst.gather(key);
      } else if (burst.paths().stream().noneMatch(this::isBeingWritten)) {
        return;
      }
    }
  }

  private boolean isKnown(Burst burst) {
    return burst.paths().stream().allMatch(file -> witness.isBeingWritten(file).isPresent());
  }

  private boolean isBeingWritten(Path file) {
    return witness.isBeingWritten(file).orElse(false);
  }

  private void tell(Burst burst) {
    told = System.nanoTime();
    var changes = folders.interpret(burst);
    if (changes.uncertain()) {
      listener.uncertain();
    } else if (!changes.files().isEmpty()) {
      listener.changed(changes.files());
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
