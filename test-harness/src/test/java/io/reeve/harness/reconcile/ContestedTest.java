package io.reeve.harness.reconcile;

import static io.reeve.harness.reconcile.Bench.at;
import static io.reeve.harness.reconcile.Bench.change;
import static io.reeve.harness.reconcile.Bench.removal;
import static io.reeve.harness.reconcile.Bench.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.core.reconcile.Repair;
import io.reeve.core.reconcile.SettingStatus;
import io.reeve.core.reconcile.SettingStatus.State;
import io.reeve.policy.Address;
import io.reeve.policy.Observation;
import io.reeve.policy.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A tool that keeps changing a place back.
final class ContestedTest {
  private static final String PUPPET = "puppet (process 812, user 0)";
  private static final Address ONE = at("first", "one");

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(folder);
    bench.apply(change("one", "1"), change("two", "2"));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /// Puppet changes it, and the system says so.
  private List<Repair> round(String value) {
    bench.pass(Duration.ofSeconds(30));
    bench.first.tamper(ONE, Value.of(value));
    return bench.reconciler().check("first", Set.of(PUPPET));
  }

  private void fight() {
    for (int i = 0; i < 5; i++) {
      assertThat(round("9")).extracting(Repair::repaired).containsExactly(true);
    }
    assertThat(round("9")).extracting(Repair::contested).containsExactly(true);
  }

  private SettingStatus one() {
    return bench.reconciler().setting("test.one").orElseThrow();
  }

  private String value() {
    return bench.first.at(ONE).wire();
  }

  private int writes() {
    return (int) bench.faults.steps().stream().filter(step -> step.startsWith("write ")).count();
  }

  @Test
  void afterFiveRoundsTheSixthIsLeftAndReportedWithTheEvidence() {
    for (int i = 0; i < 5; i++) {
      assertThat(round("9"))
          .singleElement()
          .satisfies(repair -> {
            assertThat(repair.repaired()).isTrue();
            assertThat(repair.by()).isEqualTo(PUPPET);
          });
    }
    assertThat(round("8"))
        .containsExactly(
            new Repair(
                ONE,
                List.of(uri("one")),
                Value.of("8"),
                Value.of("1"),
                false,
                "one in first was changed back 6 times or more since 2026-11-20T08:09:40Z, last to"
                    + " '8' by puppet (process 812, user 0); it is watched and not written until"
                    + " 2026-11-20T12:12:10Z",
                5,
                PUPPET,
                true));
    assertThat(value()).isEqualTo("8");
    assertThat(one().state()).isEqualTo(State.CONTESTED);
    assertThat(one().detail()).contains(PUPPET);
    assertThat(one().seen()).isEqualTo(new Observation.Seen(Value.of("8")));
    assertThat(one().places().getFirst().changes()).hasSize(6);
    assertThat(bench.history()).containsOnlyOnce("contested one");
  }

  @Test
  void whatIsContestedIsLookedAtAndNotWritten() {
    fight();
    int writes = writes();
    assertThat(round("7")).isEmpty();
    bench.pass(Duration.ofMinutes(15));
    assertThat(bench.reconciler().sweep()).as("it was reported already").isEmpty();
    assertThat(writes()).isEqualTo(writes);
    assertThat(one().seen()).isEqualTo(new Observation.Seen(Value.of("7")));
    assertThat(bench.history()).containsOnlyOnce("contested one");
  }

  @Test
  void itsNeighbourIsStillGuarded() {
    fight();
    bench.first.tamper(at("first", "two"), Value.of("9"));
    assertThat(bench.reconciler().check("first", Set.of())).hasSize(1);
    assertThat(bench.machine()).startsWith("9/2/");
  }

  @Test
  void whatComesByEveryHalfAnHourIsRecognisedBySweepsToo() {
    for (int i = 0; i < 6; i++) {
      bench.pass(Duration.ofMinutes(30));
      bench.first.tamper(ONE, Value.of("9"));
      assertThat(bench.reconciler().sweep()).extracting(Repair::repaired).containsExactly(true);
    }
    bench.pass(Duration.ofMinutes(30));
    bench.first.tamper(ONE, Value.of("9"));
    assertThat(bench.reconciler().sweep()).extracting(Repair::contested).containsExactly(true);
  }

  @Test
  void whatHappensNowAndThenIsNoFight() {
    for (int i = 0; i < 20; i++) {
      bench.pass(Duration.ofHours(3));
      bench.first.tamper(ONE, Value.of("9"));
      assertThat(bench.reconciler().sweep()).extracting(Repair::repaired).containsExactly(true);
    }
    assertThat(one().places().getFirst().changes()).as("evidence is bounded").hasSize(8);
  }

  @Test
  void itEndsWhenThePlaceIsFoundAsWanted() {
    fight();
    bench.first.tamper(ONE, Value.of("1"));
    assertThat(one().state()).isEqualTo(State.APPLIED);
    assertThat(bench.reconciler().sweep()).isEmpty();
    assertThat(bench.history()).last().isEqualTo("applied one");
    assertThat(round("9")).extracting(Repair::repaired).containsExactly(true);
    assertThat(value()).isEqualTo("1");
  }

  @Test
  void afterARestItIsTriedOnceAndWhoStillFightsIsKnown() {
    fight();
    bench.pass(Duration.ofHours(4));
    assertThat(bench.reconciler().sweep()).extracting(Repair::repaired).containsExactly(true);
    assertThat(value()).isEqualTo("1");
    assertThat(one().state()).isEqualTo(State.APPLIED);
    assertThat(round("9")).extracting(Repair::contested).containsExactly(true);
    assertThat(one().state()).isEqualTo(State.CONTESTED);
  }

  @Test
  void anotherDesiredValueIsFoughtForAnew() {
    fight();
    assertThat(bench.apply(change("one", "1")))
        .singleElement()
        .isInstanceOf(Outcome.Contested.class);
    assertThat(value()).isEqualTo("9");
    assertThat(bench.apply(change("one", "3"))).containsExactly(new Outcome.Applied(true));
    assertThat(value()).isEqualTo("3");
    assertThat(round("9")).extracting(Repair::repaired).containsExactly(true);
  }

  @Test
  void aGroupThatIsAllOrNothingIsTriedWhole() {
    fight();
    assertThat(bench.atomic(change("one", "1"), change("far", "5")))
        .containsExactly(new Outcome.Applied(true), new Outcome.Applied(true));
    assertThat(bench.machine()).startsWith("1/2/5/");
  }

  @Test
  void anAdministratorHasItFoughtForAnew() {
    fight();
    assertThat(bench.reconciler().repair()).extracting(Repair::repaired).containsExactly(true);
    assertThat(value()).isEqualTo("1");
    for (int i = 0; i < 4; i++) {
      assertThat(round("9")).extracting(Repair::repaired).containsExactly(true);
    }
  }

  @Test
  void itSurvivesARestart() {
    fight();
    bench.restart();
    assertThat(one().state()).isEqualTo(State.CONTESTED);
    assertThat(bench.reconciler().sweep()).isEmpty();
    assertThat(value()).isEqualTo("9");
    assertThat(one().detail()).contains(PUPPET);
  }

  @Test
  void roundsAreCountedOverARestart() {
    for (int i = 0; i < 5; i++) {
      round("9");
      bench.restart();
    }
    assertThat(round("9")).extracting(Repair::contested).containsExactly(true);
  }

  @Test
  void whenItIsNoLongerWantedItIsLeftAsTheyHaveIt() {
    fight();
    assertThat(bench.apply(removal("one"))).containsExactly(new Outcome.Applied(false));
    assertThat(value()).isEqualTo("9");
    assertThat(bench.store().contests().standing()).isEmpty();
  }

  @Test
  void whoIsNotTheAgentItself() {
    bench.first.tamper(ONE, Value.of("9"));
    var self = "java (process " + ProcessHandle.current().pid() + ", user 0)";
    assertThat(bench.reconciler().check("first", Set.of(self, "", PUPPET)))
        .extracting(Repair::by)
        .containsExactly(PUPPET);
  }

  @Test
  void whatFailedJustNowIsNotTriedAgainByAnEventAndIsByASweep() {
    bench.faults.failOn("write " + ONE);
    assertThat(round("9")).extracting(Repair::repaired).containsExactly(false);
    bench.faults.heal();
    bench.pass(Duration.ofSeconds(1));
    assertThat(bench.reconciler().check("first", Set.of())).isEmpty();
    assertThat(value()).isEqualTo("9");
    assertThat(bench.reconciler().sweep()).extracting(Repair::repaired).containsExactly(true);
    bench.faults.failOn("write " + ONE);
    round("9");
    bench.faults.heal();
    bench.pass(Duration.ofMinutes(1));
    assertThat(bench.reconciler().check("first", Set.of())).hasSize(1);
  }

  @Test
  void anotherValueIsFoughtForAnewHoweverNearTheLimitTheLastOneWas() {
    for (int i = 0; i < 4; i++) {
      round("9");
    }
    bench.apply(change("one", "5"));
    assertThat(one().places().getFirst().changes()).isEmpty();
    assertThat(round("9")).extracting(Repair::repaired).containsExactly(true);
    assertThat(round("9")).extracting(Repair::repaired).containsExactly(true);
  }

  @Test
  void aContestThatBeganWithAClockThatWasAheadIsOverWhenTheClockIsSetRight() {
    bench.pass(Duration.ofDays(900));
    fight();
    bench.pass(Duration.ofDays(-900));
    assertThat(bench.reconciler().sweep()).extracting(Repair::repaired).containsExactly(true);
    assertThat(value()).isEqualTo("1");
    assertThat(round("9")).extracting(Repair::repaired).containsExactly(true);
    assertThat(one().state()).isEqualTo(State.APPLIED);
  }

  @Test
  void aFailureOfAClockThatWasAheadKeepsNoEventFromBeingHeard() {
    bench.pass(Duration.ofDays(900));
    bench.faults.failOn("write " + ONE);
    round("9");
    bench.faults.heal();
    bench.pass(Duration.ofDays(-900));
    assertThat(bench.reconciler().check("first", Set.of())).hasSize(1);
    assertThat(value()).isEqualTo("1");
  }
}
