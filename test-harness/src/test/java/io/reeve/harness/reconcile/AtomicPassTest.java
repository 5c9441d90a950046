package io.reeve.harness.reconcile;

import static io.reeve.harness.reconcile.Bench.at;
import static io.reeve.harness.reconcile.Bench.change;
import static io.reeve.harness.reconcile.Bench.removal;
import static io.reeve.harness.reconcile.Bench.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.policy.Authority;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicPassTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(folder);
    bench.first.tamper(at("first", "one"), Value.of("0"));
    bench.apply(change("two", "old"));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void allOfItIsApplied() {
    assertThat(bench.atomic(change("one", "1"), change("two", "2"), change("far", "3")))
        .allMatch(outcome -> outcome.equals(new Outcome.Applied(true)));
    assertThat(bench.machine()).isEqualTo("1/2/3/+");
  }

  @Test
  void theFirstFailureUndoesWhatWasDoneAndTriesNoMore() {
    bench.faults.failOn("write first(key=two)");
    assertThat(bench.atomic(change("one", "1"), change("two", "2"), change("far", "3")))
        .satisfiesExactly(
            one -> assertThat(one).isEqualTo(new Outcome.RolledBack()),
            two -> assertThat(two).isInstanceOf(Outcome.Failed.class),
            far -> assertThat(far).isEqualTo(new Outcome.NotExecuted()));
    assertThat(bench.machine()).isEqualTo("0/old//+");
    assertThat(bench.reconciler().wanted(Authority.SERVICE, OmaUri.parse(".")))
        .containsExactly(java.util.Map.entry(uri("two"), Value.of("old")));
    assertThat(bench.store().journal().unfinished()).isEmpty();
  }

  @Test
  void itIsUndoneInReverseOrder() {
    bench.faults.failOn("settle second");
    bench.atomic(change("one", "1"), change("two", "2"), change("far", "3"));
    assertThat(bench.faults.steps())
        .filteredOn(step -> step.startsWith("restore "))
        .containsExactly(
            "restore second(key=far)", "restore first(key=two)", "restore first(key=one)");
    assertThat(bench.machine()).isEqualTo("0/old//+");
  }

  @Test
  void aPlaceThatCannotBeReadFailsItBeforeAnythingIsWritten() {
    bench.faults.failOn("read second");
    assertThat(bench.atomic(change("one", "1"), change("far", "3")))
        .satisfiesExactly(
            one -> assertThat(one).isEqualTo(new Outcome.NotExecuted()),
            far -> assertThat(far).isInstanceOf(Outcome.Failed.class));
    assertThat(bench.faults.steps()).noneMatch(step -> step.startsWith("write first(key=one)"));
  }

  @Test
  void whatThisMachineCannotHoldDoesNotFailTheRest() {
    assertThat(bench.atomic(change("one", "1"), change("missing", "x")))
        .containsExactly(
            new Outcome.Applied(true), new Outcome.NotApplicable("libx.so.1 is not installed"));
    assertThat(bench.machine()).isEqualTo("1/old//+");
  }

  @Test
  void whatCannotBeUndoneSaysSoAndIsStillOurs() {
    bench.faults.failOn("settle second");
    bench.first.refuseToRestore(at("first", "one"));
    assertThat(bench.atomic(change("one", "1"), change("far", "3")))
        .satisfiesExactly(
            one -> assertThat(one).isInstanceOf(Outcome.RollbackFailed.class),
            far -> assertThat(far).isInstanceOf(Outcome.Failed.class));
    assertThat(bench.machine()).isEqualTo("1/old//+");
    bench.first.refuseToRestore();
    bench.faults.heal();
    bench.restart().reconciler().sweep();
    assertThat(bench.machine()).isEqualTo("0/old//+");
  }

  @Test
  void aPassThatStandsCanBeTakenBackLater() {
    var pass =
        bench
            .reconciler()
            .apply(
                Authority.SERVICE,
                List.of(change("one", "1"), removal("two"), change("pair", "4")),
                true);
    assertThat(bench.machine()).isEqualTo("1///4+4");
    assertThat(pass.undo()).isTrue();
    assertThat(pass.undo()).isTrue();
    assertThat(bench.machine()).isEqualTo("0/old//+");
    assertThat(bench.reconciler().wanted(Authority.SERVICE, OmaUri.parse(".")))
        .containsOnlyKeys(uri("two"));
    assertThat(bench.store().journal().held())
        .singleElement()
        .satisfies(entry -> assertThat(entry.before().value()).isEqualTo(Value.absent()));
    bench.apply(removal("two"));
    assertThat(bench.machine()).isEqualTo("0///+");
  }

  @Test
  void takingBackSaysWhenItCannot() {
    var pass = bench.reconciler().apply(Authority.SERVICE, List.of(change("one", "1")), true);
    bench.faults.failOn("restore first");
    assertThat(pass.undo()).isFalse();
  }
}
