package io.reeve.core.transport;

import java.time.Duration;

/// A moment on the monotonic clock, so that a stepped wall clock neither hurries nor hangs a call.
record Deadline(long nanos) {

  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /// What is left; never negative.
  Duration left() {
    return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
  }

  /// The sooner of this and that time from now, in whole milliseconds, at least 1.
  int millisUpTo(Duration most) {
    var left = left();
    return (int) Math.max(1, (left.compareTo(most) < 0 ? left : most).toMillis());
  }
}
