package io.reeve.harness.reconcile;

import static io.reeve.harness.reconcile.Bench.change;
import static io.reeve.harness.reconcile.Bench.removal;
import static io.reeve.harness.reconcile.Bench.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.core.reconcile.Repair;
import io.reeve.core.reconcile.SettingStatus.State;
import io.reeve.policy.Address;
import io.reeve.policy.Authority;
import io.reeve.policy.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PendingTest {
  private static final Address SLOW = new Address("first", Map.of("key", "slow", "slow", "yes"));
  private static final Address LATE = new Address("second", Map.of("key", "late", "slow", "yes"));

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
  void workThatGoesOnHoldsNothingUp() {
    assertThat(bench.apply(change("slow", "1"), change("one", "2")))
        .containsExactly(new Outcome.Pending("working on '1'"), new Outcome.Applied(true));
    assertThat(state("slow")).isEqualTo(State.PENDING);
    assertThat(bench.history()).containsExactly("applied one", "pending slow");
  }

  @Test
  void whatHasEndedWellIsAppliedAndNoDrift() {
    bench.apply(change("slow", "1"));
    assertThat(bench.reconciler().sweep()).isEmpty();
    assertThat(state("slow")).isEqualTo(State.PENDING);
    bench.first.finish(SLOW);
    assertThat(bench.reconciler().sweep()).isEmpty();
    assertThat(state("slow")).isEqualTo(State.APPLIED);
    assertThat(bench.store().journal().unfinished()).isEmpty();
    assertThat(bench.history()).containsExactly("pending slow", "applied slow");
    assertThat(bench.apply(change("slow", "1"))).containsExactly(new Outcome.Applied(false));
  }

  @Test
  void whatHasEndedBadlyIsFailedWithTheReasonAndTriedAgain() {
    bench.first.tamper(SLOW, Value.of("0"));
    bench.apply(change("slow", "1"));
    bench.first.refuse(SLOW, "no such package");
    bench.reconciler().sweep();
    assertThat(state("slow")).isEqualTo(State.FAILED);
    assertThat(bench.first.at(SLOW)).isEqualTo(Value.of("0"));
    assertThat(bench.store().journal().held()).isEmpty();
    bench.reconciler().sweep();
    assertThat(state("slow")).isEqualTo(State.PENDING);
  }

  @Test
  void aCrashInBetweenIsOneMoreLook() {
    bench.first.tamper(SLOW, Value.of("0"));
    bench.apply(change("slow", "1"));
    assertThat(bench.restart().reconciler().recover())
        .containsExactly(uri("slow") + ": goes on: working on '1'");
    bench.first.finish(SLOW);
    assertThat(bench.restart().reconciler().recover()).containsExactly(uri("slow") + ": finished");
    bench.apply(removal("slow"));
    assertThat(state("slow")).isEqualTo(State.PENDING);
    bench.first.finish(SLOW);
    bench.reconciler().sweep();
    assertThat(state("slow")).isEqualTo(State.NOT_WANTED);
    assertThat(bench.first.at(SLOW)).isEqualTo(Value.of("0"));
    assertThat(bench.store().journal().held()).isEmpty();
    assertThat(bench.history())
        .containsExactly("pending slow", "applied slow", "pending slow", "removed slow");
  }

  @Test
  void whatIsWithdrawnWhileItGoesOnIsTakenBack() {
    bench.apply(change("slow", "1"));
    bench.apply(removal("slow"));
    bench.reconciler().sweep();
    assertThat(bench.first.at(SLOW)).isEqualTo(Value.absent());
    assertThat(bench.store().journal().unfinished()).isEmpty();
    assertThat(bench.store().outcomes().all()).isEmpty();
  }

  @Test
  void unenrolmentWaitsForNothing() {
    bench.apply(change("slow", "1"));
    bench.first.finish(SLOW);
    bench.reconciler().sweep();
    var withdrawal = bench.reconciler().withdraw(Authority.SERVICE);
    assertThat(withdrawal.left())
        .singleElement()
        .satisfies(left -> assertThat(left.reason()).isEqualTo("not over yet: working on ''"));
    bench.first.finish(SLOW);
    bench.restart().reconciler().recover();
    assertThat(bench.first.all()).isEmpty();
    assertThat(bench.store().journal().held()).isEmpty();
  }

  @Test
  void aSettingOfSeveralPlacesFailsAsAWhole() {
    assertThat(bench.apply(change("both", "1"))).hasOnlyElementsOfType(Outcome.Pending.class);
    bench.second.refuse(LATE, "no room");
    bench.reconciler().sweep();
    assertThat(state("both")).isEqualTo(State.FAILED);
    assertThat(bench.first.all()).isEmpty();
  }

  @Test
  void anAtomicThatFailsTakesBackWhatGoesOn() {
    assertThat(bench.atomic(change("slow", "1"), change("stuck", "7")))
        .satisfiesExactly(
            slow -> assertThat(slow).isEqualTo(new Outcome.RolledBack()),
            stuck -> assertThat(stuck).isInstanceOf(Outcome.Failed.class));
    bench.reconciler().sweep();
    assertThat(bench.first.at(SLOW)).isEqualTo(Value.absent());
    assertThat(bench.store().journal().unfinished()).isEmpty();
    assertThat(bench.store().journal().held()).isEmpty();
  }

  @Test
  void aRepairThatTakesItsTimeIsReportedAsNotDoneYet() {
    bench.apply(change("slow", "1"));
    bench.first.finish(SLOW);
    bench.reconciler().sweep();
    bench.first.tamper(SLOW, Value.absent());
    assertThat(bench.reconciler().sweep())
        .containsExactly(
            new Repair(
                SLOW,
                List.of(uri("slow")),
                Value.absent(),
                Value.of("1"),
                false,
                "working on '1'",
                1,
                "",
                false));
    bench.first.finish(SLOW);
    assertThat(bench.reconciler().sweep()).isEmpty();
    assertThat(bench.store().journal().held())
        .singleElement()
        .satisfies(entry -> assertThat(entry.repairs()).isEqualTo(1));
  }

  private State state(String name) {
    return bench.reconciler().setting(uri(name).toString()).orElseThrow().state();
  }
}
