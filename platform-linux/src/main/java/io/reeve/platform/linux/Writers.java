package io.reeve.platform.linux;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Which files somebody is writing to. Whoever writes nothing for ten seconds is forgotten: a file
/// that was renamed or deleted while it was open is never closed under its name.
final class Writers {
  static final int MOST = 1024;
  static final Duration QUIET = Duration.ofSeconds(10);

  private final LongSupplier nanos;
  private final Map<Path, Long> last = new HashMap<>(); // @GuardedBy("this")

  /// @param nanos a monotonic clock, as [System#nanoTime]
  Writers(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized void wrote(Path file) {
    if (last.size() >= MOST) {
      forgetQuiet();
    }
    if (last.size() < MOST || last.containsKey(file)) {
      last.put(file, nanos.getAsLong());
    }
  }

  synchronized void closed(Path file) {
    last.remove(file);
  }

  synchronized void forget(Predicate<Path> files) {
    last.keySet().removeIf(files);
  }

  /// Whether somebody is; empty when there are so many that nobody knows.
  synchronized Optional<Boolean> isWriting(Path file) {
    forgetQuiet();
    if (last.containsKey(file)) {
      return Optional.of(true);
    }
    return last.size() < MOST ? Optional.of(false) : Optional.empty();
  }

  private void forgetQuiet() {
    long now = nanos.getAsLong();
    last.values().removeIf(at -> now - at >= QUIET.toNanos());
  }
}
