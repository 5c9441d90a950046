package io.reeve.harness.reconcile;

import static io.reeve.harness.reconcile.Bench.at;
import static io.reeve.harness.reconcile.Bench.change;
import static io.reeve.harness.reconcile.Bench.removal;
import static io.reeve.harness.reconcile.Bench.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.reconcile.Configuration.Change;
import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.core.reconcile.Repair;
import io.reeve.core.reconcile.SettingStatus;
import io.reeve.policy.Authority;
import io.reeve.policy.Observation;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.StoreException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReconcilerTest {
  private static final Outcome WRITTEN = new Outcome.Applied(true);
  private static final Outcome WAS_SO = new Outcome.Applied(false);

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void whatIsWantedIsWrittenAndSettledOncePerMechanism() {
    assertThat(bench.apply(change("one", "1"), change("two", "2"), change("pair", "3")))
        .containsExactly(WRITTEN, WRITTEN, WRITTEN);
    assertThat(bench.machine()).isEqualTo("1/2//3+3");
    assertThat(bench.faults.steps()).filteredOn(step -> step.startsWith("settle")).hasSize(2);
    assertThat(bench.history()).contains("applied one", "applied two", "applied pair");
  }

  @Test
  void aSecondRunWritesNothing() {
    bench.apply(change("one", "1"));
    int before = bench.faults.steps().size();
    assertThat(bench.apply(change("one", "1"))).containsExactly(WAS_SO);
    assertThat(bench.reconciler().sweep()).isEmpty();
    assertThat(bench.faults.steps().subList(before, bench.faults.steps().size()))
        .allMatch(step -> step.startsWith("read"));
  }

  @Test
  void whatIsOnlyReadIsSeenAndNeverPlanned() {
    bench.first.tamper(at("first", "one"), Value.of("0"));
    assertThat(bench.apply(change("told", "1"))).singleElement().isInstanceOf(Outcome.Failed.class);
    assertThat(bench.machine()).isEqualTo("0///+");
    var status = bench.reconciler().setting(uri("told").toString()).orElseThrow();
    assertThat(status.state()).isEqualTo(SettingStatus.State.READ_ONLY);
    assertThat(status.seen()).isEqualTo(new Observation.Seen(Value.of("0")));
  }

  @Test
  void removingRestoresWhatWasThereBefore() {
    bench.first.tamper(at("first", "one"), Value.of("0"));
    bench.apply(change("one", "1"));
    bench.apply(change("one", "2"));
    assertThat(bench.apply(removal("one"), removal("two"))).containsExactly(WRITTEN, WAS_SO);
    assertThat(bench.machine()).isEqualTo("0///+");
    assertThat(bench.store().journal().held()).isEmpty();
    assertThat(bench.store().outcomes().all()).isEmpty();
  }

  @Test
  void whatSomebodyElseChangedIsNotUndone() {
    bench.first.tamper(at("first", "one"), Value.of("0"));
    bench.apply(change("one", "1"));
    bench.first.tamper(at("first", "one"), Value.of("theirs"));
    assertThat(bench.apply(removal("one"))).containsExactly(WAS_SO);
    assertThat(bench.machine()).isEqualTo("theirs///+");
    assertThat(bench.history()).contains("left one");
  }

  @Test
  void whatWasSoBeforeStaysWhenTheSettingGoes() {
    bench.first.tamper(at("first", "one"), Value.of("1"));
    assertThat(bench.apply(change("one", "1"))).containsExactly(WAS_SO);
    assertThat(bench.apply(removal("one"))).containsExactly(WAS_SO);
    assertThat(bench.machine()).isEqualTo("1///+");
  }

  @Test
  void driftIsRepairedAndCounted() {
    bench.apply(change("one", "1"), change("two", "2"));
    bench.first.tamper(at("first", "one"), Value.of("9"));
    assertThat(bench.reconciler().sweep())
        .containsExactly(
            new Repair(
                at("first", "one"),
                List.of(uri("one")),
                Value.of("9"),
                Value.of("1"),
                true,
                "",
                1,
                "",
                false));
    bench.first.tamper(at("first", "one"), Value.absent());
    assertThat(bench.restart().reconciler().sweep()).extracting(Repair::times).containsExactly(2);
    assertThat(bench.machine()).isEqualTo("1/2//+");
    assertThat(bench.history()).contains("repaired one");
  }

  @Test
  void afterARepairRemovalStillRestoresTheOldestValue() {
    bench.first.tamper(at("first", "one"), Value.of("0"));
    bench.apply(change("one", "1"));
    bench.first.tamper(at("first", "one"), Value.of("9"));
    bench.reconciler().sweep();
    bench.apply(removal("one"));
    assertThat(bench.machine()).isEqualTo("0///+");
  }

  @Test
  void whatThisMachineCannotHoldIsKeptAsDesiredAndNothingIsWritten() {
    assertThat(bench.apply(change("missing", "1"), change("half", "2"), change("unknown", "3")))
        .containsExactly(
            new Outcome.NotApplicable("libx.so.1 is not installed"),
            new Outcome.NotApplicable("no such service"),
            new Outcome.NotApplicable(
                "this build has no mechanism 'third' for third(key=unknown)"));
    assertThat(bench.first.all()).isEmpty();
    assertThat(bench.reconciler().wanted(Authority.SERVICE, OmaUri.parse("."))).hasSize(3);
    assertThat(bench.reconciler().setting("test.half").orElseThrow())
        .satisfies(status -> {
          assertThat(status.state()).isEqualTo(SettingStatus.State.NOT_APPLICABLE);
          assertThat(status.detail()).isEqualTo("no such service");
        });
  }

  @Test
  void onlyTheCulpritFailsWhenAServiceRefusesWhatSeveralWrote() {
    assertThat(bench.apply(change("one", "1"), change("broken", "bad"), change("two", "2")))
        .satisfiesExactly(
            one -> assertThat(one).isEqualTo(WRITTEN),
            broken ->
                assertThat(broken)
                    .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.error()).contains("first refuses bad")),
            two -> assertThat(two).isEqualTo(WRITTEN));
    assertThat(bench.machine()).isEqualTo("1/2//+");
    assertThat(bench.first.all()).hasSize(2);
    assertThat(bench.reconciler().setting("test.broken").orElseThrow().state())
        .isEqualTo(SettingStatus.State.FAILED);
  }

  @Test
  void aValueThatDoesNotComeIntoForceIsTakenBackAndReported() {
    assertThat(bench.apply(change("stuck", "7"), change("one", "1")))
        .containsExactly(
            new Outcome.Failed("stuck in first: wrote '7' but '5' is in force"), WRITTEN);
    assertThat(bench.first.all()).hasSize(1);
    assertThat(bench.store().journal().held()).hasSize(1);
  }

  @Test
  void aWriteThatFailsLeavesBothPlacesOfASettingAsTheyWere() {
    bench.first.tamper(at("first", "left"), Value.of("0"));
    bench.faults.failOn("write second");
    assertThat(bench.apply(change("pair", "3"), change("one", "1")))
        .satisfiesExactly(
            pair -> assertThat(pair).isInstanceOf(Outcome.Failed.class),
            one -> assertThat(one).isEqualTo(WRITTEN));
    assertThat(bench.machine()).isEqualTo("1///0+");
  }

  @Test
  void aFailureIsTriedAgainByTheSweepAndToldOnlyOnce() {
    bench.faults.failOn("write first");
    bench.apply(change("one", "1"));
    bench.reconciler().sweep();
    bench.reconciler().sweep();
    assertThat(bench.history()).containsExactly("failed one");
    bench.faults.heal();
    bench.reconciler().sweep();
    assertThat(bench.machine()).isEqualTo("1///+");
    assertThat(bench.history()).containsExactly("failed one", "applied one");
  }

  @Test
  void aChangeThatFailsDoesNotLoseTheValueBefore() {
    bench.apply(change("broken", "good"));
    assertThat(bench.apply(change("broken", "bad")))
        .singleElement()
        .isInstanceOf(Outcome.Failed.class);
    assertThat(bench.first.all().values()).containsExactly(Value.of("good"));
    bench.first.tamper(
        bench.store().journal().held().getFirst().address(), Value.of("somebody else's"));
    bench.reconciler().sweep();
    assertThat(bench.first.all().values()).containsExactly(Value.of("good"));
  }

  @Test
  void twoSettingsMayShareAPlaceWhenTheyAgree() {
    bench.apply(change("one", "1"), change("shared", "1"));
    bench.apply(removal("one"));
    assertThat(bench.machine()).isEqualTo("1///+");
    bench.apply(removal("shared"));
    assertThat(bench.machine()).isEqualTo("///+");
  }

  @Test
  void twoSettingsThatDisagreeOnAPlaceAreBothToldAndNothingIsWritten() {
    bench.apply(change("one", "1"));
    assertThat(bench.apply(change("shared", "2")))
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.error()).contains("wants '1'").contains("wants '2'"));
    assertThat(bench.machine()).isEqualTo("1///+");
  }

  @Test
  void anotherAuthoritysValueStaysWhenOneWithdraws() {
    bench
        .reconciler()
        .apply(Authority.LOCAL, List.of(new Change(uri("one"), Value.of("local"))), false);
    bench.apply(change("one", "service"));
    assertThat(bench.machine()).isEqualTo("service///+");
    bench.reconciler().withdraw(Authority.SERVICE);
    assertThat(bench.machine()).isEqualTo("local///+");
  }

  @Test
  void withdrawingRestoresEverythingTheLastFirstAndNamesWhatIsLeft() {
    bench.first.tamper(at("first", "one"), Value.of("0"));
    bench.apply(change("one", "1"), change("two", "2"));
    bench.apply(change("far", "3"), change("pair", "4"));
    bench.first.tamper(at("first", "two"), Value.of("theirs"));
    int before = bench.faults.steps().size();
    var withdrawal = bench.reconciler().withdraw(Authority.SERVICE);
    assertThat(withdrawal.settings()).isEqualTo(4);
    assertThat(withdrawal.restored()).isEqualTo(4);
    assertThat(withdrawal.left())
        .singleElement()
        .satisfies(left -> assertThat(left.reason()).isEqualTo("changed by someone else since"));
    assertThat(bench.machine()).isEqualTo("0/theirs//+");
    assertThat(bench.faults.steps().subList(before, bench.faults.steps().size()))
        .filteredOn(step -> step.startsWith("restore "))
        .last()
        .isEqualTo("restore first(key=one)");
    assertThat(bench.reconciler().settings()).isEmpty();
    assertThat(bench.store().journal().held()).isEmpty();
  }

  @Test
  void whatCannotBeRestoredNowIsNamedAndRestoredByALaterSweep() {
    bench.apply(change("one", "1"), change("far", "3"));
    bench.faults.failOn("restore second");
    assertThat(bench.reconciler().withdraw(Authority.SERVICE).left())
        .singleElement()
        .satisfies(left -> {
          assertThat(left.address()).isEqualTo(at("second", "far"));
          assertThat(left.reason()).contains("injected fault");
        });
    assertThat(bench.machine()).isEqualTo("//3/+");
    bench.faults.heal();
    bench.restart().reconciler().sweep();
    assertThat(bench.machine()).isEqualTo("///+");
  }

  @Test
  void aStatusTellsWantedSeenAndBefore() {
    bench.first.tamper(at("first", "one"), Value.of("0"));
    bench.apply(change("one", "1"));
    bench.first.tamper(at("first", "one"), Value.of("9"));
    var status = bench.reconciler().setting(uri("one").toString()).orElseThrow();
    assertThat(status.state()).isEqualTo(SettingStatus.State.DRIFTED);
    assertThat(status.detail()).isEqualTo("one in first is '9'; wanted is '1'");
    assertThat(status.wanted()).contains(Value.of("1"));
    assertThat(status.seen()).isEqualTo(new Observation.Seen(Value.of("9")));
    assertThat(status.places())
        .containsExactly(
            new SettingStatus.Place(
                at("first", "one"),
                java.util.Optional.of(Value.of("1")),
                new Observation.Seen(Value.of("9")),
                java.util.Optional.of(Value.of("0")),
                0,
                List.of(),
                List.of()));
    assertThat(bench.reconciler().setting("test.two").orElseThrow().state())
        .isEqualTo(SettingStatus.State.NOT_WANTED);
    assertThat(bench.reconciler().setting("no such thing")).isEmpty();
  }

  @Test
  void whatAMechanismAnnouncesIsLookedForAtItsPlacesOnly() {
    bench.apply(change("one", "1"), change("far", "2"));
    bench.first.tamper(at("first", "one"), Value.of("9"));
    bench.second.tamper(at("second", "far"), Value.of("9"));
    assertThat(bench.reconciler().mechanisms())
        .containsExactlyInAnyOrder(bench.first, bench.second);
    assertThat(bench.reconciler().check("second", Set.of())).hasSize(1);
    assertThat(bench.machine()).isEqualTo("9//2/+");
    assertThat(bench.reconciler().check("third", Set.of())).isEmpty();
    assertThat(bench.reconciler().check("first", Set.of())).hasSize(1);
    assertThat(bench.machine()).isEqualTo("1//2/+");
  }

  @Test
  void onlyMechanismsThatHoldSomethingAreWorthWatching() {
    assertThat(bench.reconciler().mechanisms()).isEmpty();
    bench.apply(change("far", "2"), change("unknown", "1"));
    assertThat(bench.reconciler().mechanisms()).containsExactly(bench.second);
    bench.apply(removal("far"));
    assertThat(bench.reconciler().mechanisms()).isEmpty();
  }

  @Test
  void aSettingTheCatalogueDoesNotKnowFailsAlone() {
    assertThat(bench.apply(change("nowhere", "1"), change("one", "1")))
        .satisfiesExactly(
            nowhere -> assertThat(nowhere).isInstanceOf(Outcome.Failed.class),
            one -> assertThat(one).isEqualTo(WRITTEN));
    assertThat(bench.reconciler().knows(uri("nowhere"))).isFalse();
    assertThat(bench.reconciler().knows(uri("ONE"))).isTrue();
  }

  @Test
  void noSentenceTellsAConfidentialValue() {
    var place = at("first", "secret");
    bench.first.tamper(place, Value.of("hunter1"));
    bench.apply(change("secret", "hunter2"));
    bench.first.tamper(place, Value.of("hunter3"));
    var drifted = bench.reconciler().setting("test.secret").orElseThrow();
    assertThat(drifted.detail())
        .isEqualTo("secret in first is (confidential); wanted is (confidential)");
    for (int i = 0; i < 6; i++) {
      bench.first.tamper(place, Value.of("hunter1" + i));
      bench.reconciler().sweep();
    }
    var contested = bench.reconciler().setting("test.secret").orElseThrow();
    assertThat(contested.detail()).contains("last to (confidential)");
    assertThat(contested.wanted()).as("it is for administrators").contains(Value.of("hunter2"));
    bench.apply(removal("secret"));
    assertThat(bench.store().history().newest(100).toString())
        .contains("secret in first was (confidential) and is now (confidential).")
        .doesNotContain("hunter");
  }

  @Test
  void aDefectInTheMiddleOfAPassEndsTheAgentAndTheNextStartFinishesThePass() {
    bench.apply(change("one", "1"));
    bench.breakClock();
    assertThatThrownBy(() -> bench.apply(change("one", "2"), change("far", "3")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("a defect ended a pass before it was written down");
    bench.mendClock();
    assertThat(bench.restart().reconciler().recover()).hasSize(2);
    assertThat(bench.machine()).isEqualTo("2//3/+");
    assertThat(bench.store().journal().unfinished()).isEmpty();
    assertThat(bench.apply(change("one", "2"))).containsExactly(WAS_SO);
  }
}
