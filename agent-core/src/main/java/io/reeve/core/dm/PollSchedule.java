package io.reeve.core.dm;

import io.reeve.enroll.DmAccount.Poll;
import io.reeve.store.Notes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// When to ask the service by itself: up to three schedules one after the other, then every 24
/// hours if none of them is endless.
///
/// Time is cut into slots of the schedule's interval, and each slot has its session at a random
/// moment, so that a fleet enrolled together does not ask together and each device still asks as
/// often as its table says. State is kept as notes `poll/...`; another table begins anew.
public final class PollSchedule {
  private static final Duration FALLBACK = Duration.ofHours(24);
  private static final String TABLE = "poll/table";
  private static final String PHASE = "poll/schedule";
  private static final String LEFT = "poll/left";
  private static final String SLOT = "poll/slot";
  private static final String DUE = "poll/next-due";

  private final Notes notes;
  private final Clock clock;
  private final RandomGenerator random;

  public PollSchedule(Notes notes, Clock clock, RandomGenerator random) {
    this.notes = notes;
    this.clock = clock;
    this.random = random;
  }

  /// One schedule.
  ///
  /// @param count how many sessions; 0 for ever
  private record Phase(Duration interval, int count) {}

  private record State(int phase, int left, Instant slot, Instant due) {}

  /// When the next session is due; in the past when it was missed. Begins anew when the table has
  /// changed.
  public Instant due(Poll table) {
    return state(table).due;
  }

  /// A scheduled session has been tried: its turn is over, however it ended.
  public void polled(Poll table) {
    var state = state(table);
    var phases = phases(table);
    var phase = phases.get(state.phase);
    int next = state.phase;
    int left = phase.count == 0 ? 0 : state.left - 1;
    if (phase.count != 0 && left == 0) {
      next = state.phase + 1;
      left = phases.get(next).count;
    }
    var slot = state.slot.plus(phase.interval);
    var now = clock.instant();
    save(next, left, slot.isBefore(now) ? now : slot, phases.get(next).interval);
  }

  /// Forgets everything: the enrolment has ended.
  public void forget() {
    notes.startingWith("poll/").keySet().forEach(notes::remove);
  }

  private State state(Poll table) {
    var phases = phases(table);
    if (!notes.get(TABLE).filter(table.toString()::equals).isPresent()) {
      notes.put(TABLE, table.toString());
      return save(0, phases.getFirst().count, clock.instant(), phases.getFirst().interval);
    }
    try {
      int phase = Integer.parseInt(text(PHASE));
      var state =
          new State(
              phase,
              Integer.parseInt(text(LEFT)),
              Instant.parse(text(SLOT)),
              Instant.parse(text(DUE)));
      var latest = clock.instant().plus(phases.get(phase).interval.multipliedBy(2));
      return state.due.isAfter(latest) ? begin(phases) : state;
    } catch (RuntimeException _) {
      return begin(phases);
    }
  }

  /// Begins anew: what was kept is damaged, or the clock was set back so far that waiting for it
  /// would leave the device silent.
  private State begin(List<Phase> phases) {
    return save(0, phases.getFirst().count, clock.instant(), phases.getFirst().interval);
  }

  private String text(String name) {
    return notes.get(name).orElseThrow();
  }

  private State save(int phase, int left, Instant slot, Duration interval) {
    var due = slot.plusMillis(random.nextLong(interval.toMillis()));
    notes.put(PHASE, Integer.toString(phase));
    notes.put(LEFT, Integer.toString(left));
    notes.put(SLOT, slot.toString());
    notes.put(DUE, due.toString());
    return new State(phase, left, slot, due);
  }

  /// The schedules in force, the last of them endless.
  private static List<Phase> phases(Poll table) {
    int[][] rows = {
      {table.firstInterval(), table.firstCount()},
      {table.secondInterval(), table.secondCount()},
      {table.remainingInterval(), table.remainingCount()}
    };
    var phases = new ArrayList<Phase>();
    for (var row : rows) {
      if (row[0] > 0) {
        phases.add(new Phase(Duration.ofMinutes(row[0]), Math.max(row[1], 0)));
        if (row[1] <= 0) {
          return phases;
        }
      }
    }
    phases.add(new Phase(FALLBACK, 0));
    return phases;
  }
}
