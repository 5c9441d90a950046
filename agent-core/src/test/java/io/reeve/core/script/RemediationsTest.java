package io.reeve.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.script.RemediationResult.Outcome;
import io.reeve.core.spi.Scripts;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When remediations run, and what is told of it.
final class RemediationsTest extends RemediationStage {
  @ParameterizedTest
  @CsvSource({
    "0, COMPLIANT, detect",
    "1 0 0, REMEDIATED, detect mend detect",
    "1 0 1, FAILED, detect mend detect",
    "1 5, FAILED, detect mend",
    "2, ERROR, detect",
    "124, ERROR, detect",
    "1 124, FAILED, detect mend"
  })
  void theContractIsTheOneThatAdministratorsKnow(String exits, Outcome outcome, String scripts) {
    for (var exit : exits.split(" ")) {
      ends(Integer.parseInt(exit));
    }
    turn();
    assertThat(outcome()).isEqualTo(outcome);
    assertThat(ran).containsExactly(scripts.split(" "));
  }

  @Test
  void withoutAScriptThatMendsTheFaultIsOnlyFound() {
    ask("x", Map.of("Detect", "detect"));
    ends(1);
    turn();
    assertThat(outcome()).isEqualTo(Outcome.FOUND);
  }

  @ParameterizedTest
  @CsvSource({"'',1440", "daily,1440", "hourly,60", "every 15 minutes,15"})
  void itRunsAgainWhenItsTimeHasComeAlsoAfterARestart(String schedule, int minutes) {
    ask("x", Map.of("Detect", "detect", "Schedule", schedule));
    turn();
    assertThat(remediations.next()).contains(Duration.ofMinutes(minutes));
    remediations = make();
    turn();
    assertThat(ran).hasSize(1);
    clock.now = clock.now.plus(Duration.ofMinutes(minutes));
    turn();
    assertThat(ran).hasSize(2);
  }

  @Test
  void onceIsOnceForEachChange() {
    ask("x", Map.of("Detect", "detect", "Schedule", "once"));
    turn();
    clock.now = clock.now.plus(Duration.ofDays(900));
    turn();
    assertThat(remediations.next()).isEmpty();
    ask("x", Map.of("Detect", "other", "Schedule", "once"));
    turn();
    assertThat(ran).containsExactly("detect", "other");
  }

  @Test
  void theServiceIsToldWhenTheResultChanges() {
    ends(1, 0, 0);
    turn();
    assertThat(alerts())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.type()).isEqualTo("Reversed-Domain-Name:io.reeve.remediation");
          assertThat(row.source()).isEqualTo("./Device/Vendor/Reeve/Remediations/x");
          assertThat(row.data())
              .isEqualTo(
                  "{\"outcome\":\"remediated\",\"detect\":1,\"remediate\":0,\"detectAgain\":0,"
                      + "\"output\":\"out 0\",\"detail\":\"\",\"lastRun\":\"2026-11-20T08:00:00Z\","
                      + "\"reversible\":false}");
        });
    assertThat(remediations.result("x")).contains(alerts().getFirst().data());
    clock.now = clock.now.plus(Duration.ofDays(1));
    ends(1, 0, 0);
    turn();
    assertThat(alerts()).hasSize(1);
    assertThat(store.history().newest(9)).as("that it began, and what came of it").hasSize(2);
    assertThat(new RemediationsTable(remediations).read())
        .singleElement()
        .satisfies(row -> assertThat(row.outcome()).isEqualTo("remediated"));
  }

  @Test
  void oneRunsAtATimeAndAnEndWithoutTheAgentIsTold() {
    ask("y", Map.of("Detect", "detect"));
    var first = remediations.begin();
    assertThat(first).isPresent();
    assertThat(remediations.begin()).isEmpty();
    assertThat(remediations.next()).isEmpty();
    remediations = make();
    assertThat(result("x").outcome()).isEqualTo(Outcome.RUNNING);
    turn();
    assertThat(ran).as("what was cut off waits for its next time").hasSize(1);
    assertThat(result("x").outcome()).isEqualTo(Outcome.ERROR);
    assertThat(alerts().getFirst().data()).contains("the agent ended while it ran");
  }

  @Test
  void aScriptThatCannotBeStartedIsAnError() {
    Scripts broken =
        _ -> {
          throw new IOException("no setsid");
        };
    var run =
        new RemediationRun(
            new Remediation("x", Map.of("Detect", "detect")), false, broken, folder, clock.now);
    assertThat(run.run().outcome()).isEqualTo(Outcome.ERROR);
    assertThat(run.run().detail()).isEqualTo("no setsid");
  }

  @Test
  void aResultOfAClockThatWasAheadIsNoReasonToWait() {
    clock.now = clock.now.plus(Duration.ofDays(900));
    turn();
    clock.now = clock.now.minus(Duration.ofDays(900));
    turn();
    assertThat(ran).containsExactly("detect", "detect");
    assertThat(remediations.next()).contains(Duration.ofDays(1));
  }
}
