package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class HintPaceTest {
  /// The longest pause each time.
  private static final RandomGenerator LATEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return 0;
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  private final HintPace pace = new HintPace(LATEST);

  @Test
  void aServiceThatKeepsTheQuestionIsAskedAgainAtOnce() {
    assertThat(pace.longest()).isEqualTo(Duration.ofMinutes(4));
    assertThat(pace.quiet(Duration.ofMinutes(4))).isZero();
    assertThat(pace.longest()).isEqualTo(Duration.ofMinutes(4));
  }

  @Test
  void aServiceThatAnswersNothingAtOnceIsAskedMoreAndMoreSeldom() {
    assertThat(pace.quiet(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(5));
    assertThat(pace.quiet(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(10));
    for (int i = 0; i < 40; i++) {
      pace.failed();
    }
    assertThat(pace.failed()).isEqualTo(Duration.ofHours(1));
    assertThat(pace.heard()).isEqualTo(Duration.ofSeconds(1));
    assertThat(pace.failed()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aServiceThatWantsNoQuestionsIsLeftAloneSoon() {
    assertThat(pace.refused()).isGreaterThan(Duration.ofMinutes(2));
    assertThat(pace.refused()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aServiceThatHasLostCountIsAskedMoreAndMoreSeldomUntilItIsQuiet() {
    for (int i = 0; i < 20; i++) {
      assertThat(pace.heard()).isEqualTo(Duration.ofSeconds(1));
    }
    assertThat(pace.heard()).isEqualTo(Duration.ofSeconds(2));
    for (int i = 0; i < 20; i++) {
      pace.heard();
    }
    assertThat(pace.heard()).isEqualTo(Duration.ofMinutes(15));
    pace.quiet(Duration.ofMinutes(4));
    assertThat(pace.heard()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void whatIsCutOnTheWayIsAskedForShorterAndGrowsAgain() {
    assertThat(pace.cut(Duration.ofSeconds(60))).isLessThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(pace.longest()).isEqualTo(Duration.ofSeconds(45));
    assertThat(pace.quiet(Duration.ofSeconds(45))).isZero();
    assertThat(pace.longest())
        .isGreaterThan(Duration.ofSeconds(45))
        .isLessThan(Duration.ofSeconds(60));
    for (int i = 0; i < 10; i++) {
      pace.cut(Duration.ofMinutes(5));
    }
    assertThat(pace.longest()).isEqualTo(Duration.ofSeconds(20));
    assertThat(pace.cut(Duration.ofSeconds(1))).isGreaterThan(Duration.ofSeconds(1));
  }
}
