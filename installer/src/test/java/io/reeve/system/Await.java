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
    if (!within(patience, condition)) {
      throw new AssertionError(
          what + ": not within " + patience.toSeconds() + " s\n" + evidence.get());
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /// Whether the condition comes to hold in time; returns as soon as it does.
  static boolean within(Duration patience, BooleanSupplier condition) {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begun > patience.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    return true;
  }
}
