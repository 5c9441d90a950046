package io.reeve.system;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what a machine brings about by itself.
final class Await {
  private Await() {}

  /// Returns as soon as the condition holds.
  ///
  /// @param evidence what to say besides when it does not
  /// @return how long it took
  /// @throws AssertionError naming what did not come about in time
  static Duration until(
      String what, Duration patience, BooleanSupplier condition, Supplier<String> evidence) {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begun > patience.toNanos()) {
        throw new AssertionError(
            what + ": not within " + patience.toSeconds() + " s\n" + evidence.get());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
