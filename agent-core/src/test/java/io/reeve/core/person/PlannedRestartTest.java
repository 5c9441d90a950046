package io.reeve.core.person;

import static io.reeve.core.person.GoodMomentTest.POLICY;
import static io.reeve.core.person.GoodMomentTest.presence;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.person.PlannedRestart.Phase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PlannedRestartTest {
  private PlannedRestart restart = of(Duration.ofHours(3), 2);

  private static PlannedRestart of(Duration allowed, int postponements) {
    return PlannedRestart.of("boot 1", "service", "updates", allowed, postponements);
  }

  /// Time goes on, in steps of half a minute as the agent takes them.
  private Phase after(Duration time, String who) {
    for (var left = time; left.isPositive(); left = left.minusSeconds(30)) {
      restart = restart.after(Duration.ofSeconds(30), presence(who), POLICY);
    }
    return restart.phase();
  }

  @Test
  void thePersonIsAskedAtTheFirstGoodMomentAndNotBefore() {
    assertThat(after(Duration.ofMinutes(30), "in a call")).isEqualTo(Phase.WAITING);
    assertThat(after(Duration.ofSeconds(30), "here")).isEqualTo(Phase.ASKED);
  }

  @Test
  void itIsPutOffASetNumberOfTimesAndNeverPastTheDeadline() {
    after(Duration.ofSeconds(30), "here");
    restart = restart.postponed(POLICY);
    assertThat(restart.left()).isEqualTo(Duration.ofMinutes(60));
    assertThat(after(Duration.ofMinutes(59), "here")).isEqualTo(Phase.POSTPONED);
    assertThat(after(Duration.ofMinutes(1), "here")).isEqualTo(Phase.ASKED);
    after(Duration.ofMinutes(90), "here");
    restart = restart.postponed(POLICY);
    assertThat(restart.left()).isLessThan(Duration.ofMinutes(60));
    assertThat(restart.isPostponable()).isFalse();
    assertThat(after(restart.left(), "here")).isEqualTo(Phase.WARNED);
  }

  @Test
  void atTheDeadlineThereIsTimeToSaveAndThenItGoes() {
    assertThat(after(Duration.ofHours(3), "here")).isEqualTo(Phase.WARNED);
    assertThat(restart.isPostponable()).isFalse();
    assertThat(restart.left()).isEqualTo(Duration.ofMinutes(10));
    assertThat(after(Duration.ofMinutes(9), "here")).isEqualTo(Phase.WARNED);
    assertThat(after(Duration.ofMinutes(1), "here")).isEqualTo(Phase.DUE);
  }

  @Test
  void aCallStopsTheCountdownAndTheWarningComesAnewWithAllItsTime() {
    after(Duration.ofHours(3).plusMinutes(5), "here");
    assertThat(after(Duration.ofSeconds(30), "in a call")).isEqualTo(Phase.WAITING);
    assertThat(after(Duration.ofHours(2), "in a call")).isEqualTo(Phase.WAITING);
    assertThat(after(Duration.ofSeconds(30), "here")).isEqualTo(Phase.WARNED);
    assertThat(restart.left()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void aCallThatNeverEndsHoldsItForTheGraceOnly() {
    assertThat(after(Duration.ofHours(3 + 8).minusMinutes(1), "in a call"))
        .isEqualTo(Phase.WAITING);
    assertThat(after(Duration.ofMinutes(1), "in a call")).isEqualTo(Phase.WARNED);
  }

  @Test
  void whereNobodyIsItGoesAtOnceAndWhoIsAwayIsWaitedFor() {
    assertThat(after(Duration.ofHours(1), "away")).isEqualTo(Phase.WAITING);
    assertThat(after(Duration.ofSeconds(30), "nobody")).isEqualTo(Phase.DUE);
  }

  @Test
  void aLaptopThatSleptThroughTheCountdownStillGivesTimeToSave() {
    after(Duration.ofHours(3), "here");
    restart = restart.after(Duration.ofHours(8), presence("here"), POLICY);
    assertThat(restart.phase()).isEqualTo(Phase.WARNED);
    assertThat(restart.left()).isEqualTo(Duration.ofMinutes(9));
  }

  @Test
  void anEmptyBatteryHoldsItAlsoWhenAllTimeIsOver() {
    assertThat(after(Duration.ofHours(30), "battery 19 %")).isEqualTo(Phase.WAITING);
    assertThat(after(Duration.ofSeconds(30), "charging at 5 %")).isEqualTo(Phase.WARNED);
  }
}
