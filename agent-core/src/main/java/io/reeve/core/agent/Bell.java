package io.reeve.core.agent;

import java.time.Duration;

/// Tells those who wait that there may be something new.
final class Bell {
  private long rung;

  /// How often it was rung.
  synchronized long rung() {
    return rung;
  }

  synchronized void ring() {
    rung++;
    notifyAll();
  }

  /// Waits until it is rung again, or for that time.
  ///
  /// @param heard how often it was rung before
  /// @return whether it was
  synchronized boolean await(long heard, Duration most) {
    long end = System.nanoTime() + most.toNanos();
    try {
      for (long left = most.toMillis(); rung == heard && left > 0; ) {
        wait(left);
        left = (end - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return rung != heard;
  }
}
