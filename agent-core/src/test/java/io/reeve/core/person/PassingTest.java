package io.reeve.core.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PassingTest {
  private Instant wall = Instant.parse("2026-11-20T12:00:00Z");
  private long steady;

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return wall;
        }
      };

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "an ordinary minute,                 PT1M,  PT1M,    PT1M",
    "the machine slept for three hours,  PT1M,  PT3H1M,  PT3H1M",
    "it slept for a week,                PT1M,  P7D,     PT8H1M",
    "the clock was set a year ahead,     PT1M,  P365D,   PT8H1M",
    "the clock was set back,             PT1M,  PT-3H,   PT1M",
  })
  void timeGoesOnWhateverIsDoneToTheClock(
      String what, Duration ran, Duration shown, Duration believed) {
    var passing = new Passing("x", clock, () -> steady, wall);
    steady += ran.toNanos();
    wall = wall.plus(shown);
    assertThat(passing.take()).as(what).isEqualTo(believed);
    assertThat(passing.take()).isEqualTo(Duration.ZERO);
  }
}
