package io.reeve.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.script.RemediationResult.Outcome;
import io.reeve.core.spi.Scripts;
import io.reeve.core.spi.Scripts.Ran;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What was mended is taken back when nobody asks for it any more.
final class TakingBackTest extends RemediationStage {
  private static final Map<String, String> REVERSIBLE =
      Map.of("Detect", "detect", "Remediate", "mend", "Undo", "undo");

  @Test
  void whatWasMendedIsTakenBackWhenNobodyAsksForItAnyMore() {
    ask("x", Map.of("Detect", "detect", "Remediate", "mend", "Undo", "undo"));
    ends(1, 0, 0);
    turn();
    wanted.clear();
    turn();
    assertThat(ran).containsExactly("detect", "mend", "detect", "undo");
    assertThat(store.history().newest(1).getFirst().text())
        .isEqualTo("What it mended is taken back.");
    assertThat(remediations.results()).isEmpty();
    assertThat(remediations.result("x")).isEmpty();
  }

  @Test
  void whatCannotBeTakenBackIsSaid() {
    ends(1, 0, 0);
    turn();
    wanted.clear();
    turn();
    assertThat(store.history().newest(1).getFirst().text()).contains("not reversible");
    ask("x", Map.of("Detect", "detect", "Undo", "undo"));
    turn();
    wanted.clear();
    turn();
    assertThat(ran).doesNotContain("undo");
  }

  private void mendAndWithdraw() {
    ask("x", REVERSIBLE);
    ends(1, 0, 0);
    turn();
    wanted.clear();
    ran.clear();
  }

  @Test
  void takingBackThatACrashCutsOffIsBegunAgainAtTheNextStart() {
    mendAndWithdraw();
    assertThat(remediations.begin()).isPresent();
    remediations = make();
    assertThat(remediations.results()).as("nobody asks for it").isEmpty();
    turn();
    assertThat(ran).containsExactly("undo");
    assertThat(lastEvent()).isEqualTo("What it mended is taken back.");
    remediations = make();
    turn();
    assertThat(ran).hasSize(1);
  }

  @Test
  void takingBackThatEndsTheAgentEachTimeIsGivenUpAndSaid() {
    mendAndWithdraw();
    for (int start = 1; start <= 3; start++) {
      assertThat(remediations.begin()).as("start " + start).isPresent();
      remediations = make();
    }
    assertThat(remediations.begin()).isEmpty();
    assertThat(lastEvent())
        .isEqualTo("What it mended could not be taken back, and stays: the agent ended.");
    assertThat(remediations.next()).isEmpty();
  }

  @Test
  void takingBackThatFailsIsTriedAgainByTheHourAndSaidOnce() {
    mendAndWithdraw();
    ends(5);
    turn();
    assertThat(lastEvent()).isEqualTo("What it mended is not taken back yet: Undo ended with 5.");
    assertThat(remediations.next()).contains(Duration.ofHours(1));
    for (int hour = 2; hour <= 3; hour++) {
      clock.now = clock.now.plus(Duration.ofHours(1));
      ends(5);
      turn();
    }
    assertThat(ran).containsExactly("undo", "undo", "undo");
    assertThat(store.history().newest(9)).hasSize(4);
    assertThat(lastEvent())
        .isEqualTo("What it mended could not be taken back, and stays: Undo ended with 5.");
  }

  @Test
  void takingBackWaitsForWhoeverItRunsAs() {
    mendAndWithdraw();
    for (int hour = 1; hour <= 9; hour++) {
      var run = remediations.begin().orElseThrow();
      var nobody = RemediationResult.of(Outcome.ERROR, "nobody is at the machine", clock.now);
      remediations.end(run, nobody);
      clock.now = clock.now.plus(Duration.ofHours(1));
    }
    turn();
    assertThat(ran).containsExactly("undo");
    assertThat(lastEvent()).isEqualTo("What it mended is taken back.");
  }

  @Test
  void whatIsAskedForAgainBeforeItIsTakenBackRunsAtOnceAndCanStillBeTakenBack() {
    mendAndWithdraw();
    ends(5);
    turn();
    ask("x", REVERSIBLE);
    turn();
    wanted.clear();
    turn();
    assertThat(ran).containsExactly("undo", "detect", "undo");
  }

  @Test
  void whatMayHaveBeenMendedWhenACrashCameIsTakenBackToo() {
    ask("x", REVERSIBLE);
    assertThat(remediations.begin()).isPresent();
    remediations = make();
    wanted.clear();
    turn();
    assertThat(ran).containsExactly("undo");
  }

  @Test
  void whatOnlyLookedHasNothingToTakeBack() {
    ask("x", REVERSIBLE);
    turn();
    wanted.clear();
    turn();
    assertThat(ran).containsExactly("detect");
  }

  @Test
  void aScriptThatMendsAndCannotBeFollowedToItsEndCountsAsMended() {
    ask("x", REVERSIBLE);
    var run = remediations.begin().orElseThrow();
    Scripts breaking =
        script -> {
          if (script.text().equals("mend")) {
            throw new StackOverflowError("as this test wants");
          }
          return new Ran(1, "");
        };
    var broken = new RemediationRun(run.remediation(), false, breaking, folder, clock.now);
    var result = broken.run();
    assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(result.detect()).contains(1);
    remediations.end(run, result);
    wanted.clear();
    turn();
    assertThat(ran).containsExactly("undo");
  }
}
