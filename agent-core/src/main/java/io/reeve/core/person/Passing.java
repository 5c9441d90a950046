package io.reeve.core.person;

import io.reeve.store.Notes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/// How much time has passed, whatever is done to the clock meanwhile. Time in which the machine
/// slept or the agent did not run counts, which only the clock on the wall knows; so it is believed
/// as far as it can be right. Set back it counts as nothing, and set forward as eight hours at
/// most.
public final class Passing {
  private static final Duration MOST = Duration.ofHours(8);

  private final String note;
  private final Clock clock;
  private final LongSupplier nanos;
  private Instant wall;
  private long steady;

  /// @param note where it is kept
  /// @param nanos a monotonic clock, as [System#nanoTime]
  /// @param since when it was looked at last, by the clock on the wall
  Passing(String note, Clock clock, LongSupplier nanos, Instant since) {
    this.note = note;
    this.clock = clock;
    this.nanos = nanos;
    this.wall = since;
    this.steady = nanos.getAsLong();
  }

  /// Goes on from when it was last kept; from now where it never was.
  ///
  /// @param note where
  public static Passing resume(Notes notes, String note, Clock clock, LongSupplier nanos) {
    var since = notes.get(note).map(Instant::parse).orElseGet(clock::instant);
    return new Passing(note, clock, nanos, since);
  }

  /// For the next start of the agent.
  public void keep(Notes notes) {
    notes.put(note, wall.toString());
  }

  /// Since the last call.
  public Duration take() {
    var now = clock.instant();
    long ticks = nanos.getAsLong();
    var ran = Duration.ofNanos(ticks - steady);
    var shown = Duration.between(wall, now);
    wall = now;
    steady = ticks;
    var most = ran.plus(MOST);
    var believed = shown.compareTo(most) < 0 ? shown : most;
    return believed.compareTo(ran) < 0 ? ran : believed;
  }
}
