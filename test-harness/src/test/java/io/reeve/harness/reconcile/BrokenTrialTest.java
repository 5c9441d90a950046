package io.reeve.harness.reconcile;

import static io.reeve.harness.reconcile.Bench.at;
import static io.reeve.harness.reconcile.Bench.change;
import static io.reeve.harness.reconcile.Bench.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.reconcile.SettingStatus;
import io.reeve.harness.Faults;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A trial that a crash cuts off, or whose way back is blocked.
final class BrokenTrialTest {
  @TempDir private Path folder;
  private TrialStage stage;

  @BeforeEach
  void open() {
    stage = new TrialStage(folder);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void whatIsOnTrialIsStillOnTrialAfterARestart() {
    stage.bench.apply(change("net", "bad"));
    stage.restart();
    assertThat(stage.trial().isOpen()).isTrue();
    assertThat(stage.bench.reconciler().recover()).isEmpty();
    stage.rolledBack();
    assertThat(stage.net()).isEqualTo("before");
  }

  /// The steps of a pass and of a rollback, and one behind them.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void whereverTheProcessDiesInAPassItIsOnTrialOrDidNotHappen(int step) {
    stage.bench.faults.crashAt(step);
    try {
      stage.bench.apply(change("net", "bad"), change("wire", "bad"));
    } catch (Faults.Crash _) {
      // as ordered
    }
    stage.bench.faults.heal();
    stage.restart();
    stage.bench.reconciler().recover();
    if (stage.trial().isOpen()) {
      stage.rolledBack();
    }
    assertThat(stage.net()).isEqualTo("before");
    assertThat(stage.wire()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void whereverTheProcessDiesInARollbackItIsFinishedAndTheValuesAreRefused(int step) {
    stage.bench.apply(change("net", "bad"), change("wire", "bad"));
    stage.bench.faults.crashAt(step);
    try {
      stage.trial().rollBack(TrialStage.WHY);
    } catch (Faults.Crash _) {
      // as ordered
    }
    stage.bench.faults.heal();
    stage.restart();
    stage.bench.reconciler().recover();
    if (stage.trial().isOpen()) {
      stage.rolledBack();
    }
    assertThat(stage.net()).isEqualTo("before");
    assertThat(stage.wire()).isEmpty();
    assertThat(stage.bench.store().refusals().unreported()).hasSize(2);
  }

  @Test
  void aPlaceThatCannotBePutBackIsSaidAndTriedAgainByTheSweep() {
    stage.bench.apply(change("net", "bad"));
    stage.bench.first.refuseToRestore(at("first", "net"));
    assertThat(stage.rolledBack().left()).containsExactly(uri("net"));
    assertThat(stage.status("net").state()).isEqualTo(SettingStatus.State.FAILED);
    assertThat(stage.status("net").detail()).contains("it is not as it was yet: ");
    assertThat(stage.trial().trouble(uri("net"))).isPresent();
    assertThat(stage.bench.history()).endsWith("rolled-back net", "failed net");

    stage.bench.first.refuseToRestore();
    stage.bench.reconciler().sweep();

    assertThat(stage.net()).isEqualTo("before");
  }

  @Test
  void aPlaceThatCannotEvenBeReadIsLeftAndPutBackLater() {
    stage.bench.apply(change("net", "bad"), change("one", "1"));
    stage.bench.faults.failOn("read " + at("first", "net"));
    var left = stage.rolledBack().left();
    assertThat(left).containsExactly(uri("net"));
    assertThat(stage.trial().putBack(left)).isEqualTo(left);

    stage.bench.faults.heal();
    assertThat(stage.trial().putBack(left)).isEmpty();

    assertThat(stage.net()).isEqualTo("before");
    assertThat(stage.status("net").state()).isEqualTo(SettingStatus.State.ROLLED_BACK);
    assertThat(stage.trial().trouble(uri("net"))).isEmpty();
  }
}
