package io.reeve.core.agent;

import java.time.Duration;
import java.util.function.LongSupplier;

/// What work has left behind in the heap. The young generation is small, so that a session's
/// messages and an inventory's rows outlive it and stay in the old one, and the JVM is in no hurry
/// to collect that: an agent that idles for hours would hold twice what it needs.
final class Leftovers {
  /// After work that leaves much behind: what follows it at once is over by then.
  static final Duration QUIET = Duration.ofSeconds(5);

  /// A collection takes as much CPU as a third of a session; this much is worth it.
  private static final long WORTH = 4L << 20;

  private static final long VERY_MUCH = 8L << 20;

  private final LongSupplier used;
  private final Runnable collect;
  private long lives;

  /// @param used how many bytes of the heap are in use
  /// @param collect frees what nobody needs
  Leftovers(LongSupplier used, Runnable collect) {
    this.used = used;
    this.collect = collect;
  }

  static Leftovers ofThisProcess() {
    var java = Runtime.getRuntime();
    return new Leftovers(() -> java.totalMemory() - java.freeMemory(), System::gc);
  }

  /// Between two pieces of work: collects at once when very much has come since the last time, as
  /// in a session of thousands of commands. The JVM would let the heap grow to its end first. Not
  /// before the start is over, which is not to wait for it.
  void lookInBetween() {
    if (lives > 0 && used.getAsLong() - lives > VERY_MUCH) {
      look();
    }
  }

  /// Collects when much has come since the last time.
  void look() {
    if (used.getAsLong() - lives > WORTH) {
      collect.run();
      lives = used.getAsLong();
    }
  }
}
