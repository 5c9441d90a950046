package io.reeve.core.agent;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/// Keeps what is told often from being done as often. From any thread.
final class Pace {
  private final LongSupplier nanos;
  private final Set<Trigger> told = new HashSet<>();
  private final Map<Trigger, Long> last = new HashMap<>();

  /// @param nanos a monotonic clock, as [System#nanoTime]
  Pace(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// Whether this is the first telling since it was last done; only that has to be arranged.
  synchronized boolean first(Trigger trigger) {
    return told.add(trigger);
  }

  /// How long to wait before doing it.
  ///
  /// @param quiet the wait that gathers a burst
  /// @param between the least time since it was last done
  synchronized Duration delay(Trigger trigger, Duration quiet, Duration between) {
    var done = last.get(trigger);
    if (done == null) {
      return quiet;
    }
    var rest = Duration.ofNanos(done + between.toNanos() - nanos.getAsLong());
    return rest.compareTo(quiet) > 0 ? rest : quiet;
  }

  /// It is about to be done.
  synchronized void taken(Trigger trigger) {
    told.remove(trigger);
    last.put(trigger, nanos.getAsLong());
  }
}
