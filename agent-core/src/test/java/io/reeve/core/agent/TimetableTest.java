package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimetableTest {
  // A monotonic clock may begin anywhere, near its overflow too.
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
  private final Timetable timetable = new Timetable(nanos::get);

  @Test
  void nothingIsDueWhenNothingIsArranged() {
    assertThat(timetable.untilNext()).isEmpty();
    assertThat(timetable.take()).isEmpty();
  }

  @Test
  void whatIsDueComesOutOnceAndTheLongestOverdueFirst() {
    timetable.in(Duration.ofMinutes(15), new Trigger.Sweep());
    timetable.in(Duration.ofMinutes(1), new Trigger.Poll());
    assertThat(timetable.untilNext()).isEqualTo(Optional.of(Duration.ofMinutes(1)));

    nanos.addAndGet(Duration.ofMinutes(20).toNanos());

    assertThat(timetable.untilNext()).isEqualTo(Optional.of(Duration.ZERO));
    assertThat(timetable.take()).containsExactly(new Trigger.Poll(), new Trigger.Sweep());
    assertThat(timetable.take()).isEmpty();
  }

  @Test
  void aNewArrangementReplacesTheOldOne() {
    timetable.in(Duration.ofMinutes(1), new Trigger.Poll());
    timetable.in(Duration.ofHours(8), new Trigger.Poll());
    assertThat(timetable.untilNext()).isEqualTo(Optional.of(Duration.ofHours(8)));
    timetable.never(new Trigger.Poll());
    assertThat(timetable.untilNext()).isEmpty();
  }
}
