package io.reeve.core.reconcile;

import io.reeve.policy.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// How often events may make us write to one place.
final class Restraint {
  private static final int MOST = 5;
  private static final Duration WITHIN = Duration.ofMinutes(1);

  private final Map<Address, Deque<Instant>> writes = new HashMap<>();

  /// Whether an event may lead to a write there now.
  boolean allows(Address address, Instant now) {
    var recent = writes.get(address);
    if (recent == null) {
      return true;
    }
    recent.removeIf(at -> at.plus(WITHIN).isBefore(now));
    if (recent.isEmpty()) {
      writes.remove(address);
    }
    return recent.size() < MOST;
  }

  /// An event led to a write there.
  void wrote(Address address, Instant now) {
    writes.computeIfAbsent(address, _ -> new ArrayDeque<>()).add(now);
  }
}
