package io.reeve.harness.lab;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Slows down guessing: after ten wrong tries in a row for one name, no more for five minutes.
final class Throttle {
  private static final int MOST_FAILURES = 10;
  private static final int MOST_NAMES = 10_000;
  private static final Duration PAUSE = Duration.ofMinutes(5);

  private final Clock clock;
  private final Map<String, Guesses> failures = new LinkedHashMap<>(); // @GuardedBy("this")

  Throttle(Clock clock) {
    this.clock = clock;
  }

  private record Guesses(int count, Instant last) {}

  synchronized boolean mayTry(String name) {
    var record = failures.get(name);
    return record == null
        || record.count < MOST_FAILURES
        || record.last.plus(PAUSE).isBefore(clock.instant());
  }

  synchronized void failed(String name) {
    int before = mayTry(name) && failures.containsKey(name) ? failures.remove(name).count : 0;
    if (failures.size() >= MOST_NAMES) {
      failures.remove(failures.keySet().iterator().next());
    }
    failures.put(name, new Guesses(before % MOST_FAILURES + 1, clock.instant()));
  }

  synchronized void succeeded(String name) {
    failures.remove(name);
  }
}
