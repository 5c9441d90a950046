package io.reeve.core.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// When which trigger is due by itself. Counts on a clock that never steps, because a machine's
/// wall clock does.
final class Timetable {
  private final LongSupplier nanos;
  private final Map<Trigger, Long> due = new HashMap<>();

  /// @param nanos a monotonic clock, as [System#nanoTime]
  Timetable(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// Makes the trigger due after that time, in place of any earlier arrangement for it.
  void in(Duration delay, Trigger trigger) {
    due.put(trigger, nanos.getAsLong() + delay.toNanos());
  }

  /// Makes the trigger due no more.
  void never(Trigger trigger) {
    due.remove(trigger);
  }

  /// How long until something is due, zero when it is; empty when nothing ever is.
  Optional<Duration> untilNext() {
    long now = nanos.getAsLong();
    return due.values().stream()
        .map(at -> Math.max(0, at - now))
        .min(Comparator.naturalOrder())
        .map(Duration::ofNanos);
  }

  /// Takes out what is due, longest overdue first.
  List<Trigger> take() {
    long now = nanos.getAsLong();
    var taken = new ArrayList<Trigger>();
    due.entrySet().stream()
        .filter(entry -> entry.getValue() - now <= 0)
        .sorted(Map.Entry.comparingByValue((a, b) -> Long.compare(a - now, b - now)))
        .forEach(entry -> taken.add(entry.getKey()));
    taken.forEach(due::remove);
    return taken;
  }
}
