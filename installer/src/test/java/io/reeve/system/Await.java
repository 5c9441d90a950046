package io.reeve.system;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what a machine brings about by itself.
final class Await {
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LONG_PAUSE = TimeUnit.SECONDS.toNanos(1);

  private Await() {}

  /// Returns as soon as the condition holds.
  ///
  /// @param evidence what to say besides when it does not
  /// @return how long it took
  /// @throws AssertionError naming what did not come about in time
  static Duration until(
      String what, Duration patience, BooleanSupplier condition, Supplier<String> evidence) {
    return until(what, patience, PAUSE, condition, evidence);
  }

  /// As [#until], for a machine that each look at it slows down.
  static Duration rarely(
      String what, Duration patience, BooleanSupplier condition, Supplier<String> evidence) {
    return until(what, patience, LONG_PAUSE, condition, evidence);
  }

  private static Duration until(
      String what,
      Duration patience,
      long pause,
      BooleanSupplier condition,
      Supplier<String> evidence) {
    long begun = System.nanoTime();
    if (!within(patience, pause, condition)) {
      throw new AssertionError(
          what + ": not within " + patience.toSeconds() + " s\n" + evidence.get());
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /// Whether the condition comes to hold in time; returns as soon as it does.
  static boolean within(Duration patience, BooleanSupplier condition) {
    return within(patience, PAUSE, condition);
  }

  private static boolean within(Duration patience, long pause, BooleanSupplier condition) {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begun > patience.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(pause);
    }
    return true;
  }
}
