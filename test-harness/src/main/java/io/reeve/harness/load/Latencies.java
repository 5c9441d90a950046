package io.reeve.harness.load;

import java.util.concurrent.atomic.AtomicLongArray;

/// How long things took, in 16 classes to each doubling: any number of values in the same few
/// kilobytes, told to within seven per cent. Safe from any thread.
final class Latencies {
  private static final int CLASSES = 16;
  private static final int DOUBLINGS = 40;

  private final AtomicLongArray counts = new AtomicLongArray(CLASSES * DOUBLINGS);

  void add(long nanos) {
    counts.incrementAndGet(place(Math.max(1, nanos / 1000)));
  }

  private static int place(long micros) {
    int doubling = 63 - Long.numberOfLeadingZeros(micros);
    long part = ((micros - (1L << doubling)) * CLASSES) >> doubling;
    return Math.min(CLASSES * DOUBLINGS - 1, doubling * CLASSES + (int) part);
  }

  long count() {
    long all = 0;
    for (int i = 0; i < counts.length(); i++) {
      all += counts.get(i);
    }
    return all;
  }

  /// The milliseconds that this share of the values did not exceed; 0 when there is none.
  double millis(double share) {
    long wanted = Math.max(1, (long) Math.ceil(count() * share));
    long seen = 0;
    for (int i = 0; i < counts.length(); i++) {
      seen += counts.get(i);
      if (seen >= wanted) {
        return top(i) / 1000;
      }
    }
    return 0;
  }

  /// The upper end of a class, in microseconds.
  private static double top(int place) {
    return Math.scalb(1 + (place % CLASSES + 1) / (double) CLASSES, place / CLASSES);
  }
}
