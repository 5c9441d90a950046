package io.reeve.core.escrow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// What time the service has, which is what its last answer told and what has passed since. A
/// machine's own clock may be set by anybody, and after a dead battery it is wrong at every start;
/// it counts only while the service tells none. For any thread.
final class ServiceClock implements InstantSource {
  private final InstantSource own;
  private final LongSupplier nanos;
  private volatile Told told;

  private record Told(Instant time, long nanos, boolean known) {}

  /// @param own the machine's
  /// @param nanos a monotonic clock, as [System#nanoTime]
  ServiceClock(InstantSource own, LongSupplier nanos) {
    this.own = own;
    this.nanos = nanos;
    this.told = new Told(Instant.EPOCH, 0, false);
  }

  void heard(Instant time) {
    told = new Told(time, nanos.getAsLong(), true);
  }

  @Override
  public Instant instant() {
    var last = told;
    return last.known()
        ? last.time().plus(Duration.ofNanos(nanos.getAsLong() - last.nanos()))
        : own.instant();
  }
}
