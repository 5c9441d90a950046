package io.reeve.core.reconcile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/// Watches files for changes made behind the agent's back, on a thread of its own, and tells of
/// them. It decides nothing.
public final class DriftWatch implements AutoCloseable {
  /// Hears of changes, on the watcher's thread; must only enqueue.
  public interface Listener {
    /// These watched files changed, came or went.
    void changed(Set<Path> files);

    /// Events were lost or a place cannot be watched: only a sweep tells.
    void uncertain();
  }

  /// @param quiet how long nothing has to happen before changes are told, so that a burst is told
  ///   once
  public DriftWatch(Duration quiet, Listener listener) {}

  /// Watches exactly these files and folders from now on; they need not exist.
  public void watch(Set<Path> files) {}

  @Override
  public void close() {}
}
