package io.reeve.harness.reconcile;

import static io.reeve.harness.reconcile.Bench.at;
import static io.reeve.harness.reconcile.Bench.change;
import static io.reeve.harness.reconcile.Bench.removal;
import static io.reeve.harness.reconcile.Bench.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.reconcile.SettingStatus;
import io.reeve.core.reconcile.SettingStatus.State;
import io.reeve.policy.Value;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A setting that takes effect with the next restart of the machine.
final class RestartTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(folder);
    bench.second.tamper(at("second", "late"), Value.of("0"));
    bench.reconciler().bootedAs("boot-1");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private SettingStatus late() {
    return bench.reconciler().setting("test.late").orElseThrow();
  }

  /// The agent begins again, in that boot of the machine.
  private void restart(String boot) {
    bench.restart();
    bench.reconciler().bootedAs(boot);
  }

  @Test
  void itsChangeIsInPlaceAndWaitsForTheRestart() {
    bench.apply(change("late", "1"), change("one", "1"));
    assertThat(late().state()).isEqualTo(State.APPLIED);
    assertThat(late().needsRestart()).isTrue();
    assertThat(bench.reconciler().awaitingRestart())
        .extracting(SettingStatus::uri)
        .containsExactly(uri("late"));
  }

  @Test
  void itWaitsOverARestartOfTheAgentAndNotOverOneOfTheMachine() {
    bench.apply(change("late", "1"));
    restart("boot-1");
    assertThat(late().needsRestart()).isTrue();
    restart("boot-2");
    assertThat(late().needsRestart()).isFalse();
    assertThat(bench.reconciler().awaitingRestart()).isEmpty();
  }

  @Test
  void whatIsAsItWasAtTheBootNeedsNone() {
    bench.apply(change("late", "1"));
    bench.apply(change("late", "2"));
    assertThat(late().needsRestart()).isTrue();
    bench.apply(removal("late"));
    assertThat(late().needsRestart()).isFalse();
  }

  @Test
  void givingItBackInALaterBootNeedsOneToo() {
    bench.apply(change("late", "1"));
    restart("boot-2");
    bench.apply(removal("late"));
    assertThat(late().state()).isEqualTo(State.NOT_WANTED);
    assertThat(late().needsRestart()).isTrue();
    assertThat(bench.reconciler().awaitingRestart()).hasSize(1);
  }

  @Test
  void whatWasSoAlreadyNeedsNone() {
    bench.apply(change("late", "0"));
    assertThat(late().needsRestart()).isFalse();
  }

  @Test
  void whereTheBootIsNotKnownNothingIsSaid() {
    bench.restart();
    bench.apply(change("late", "1"));
    assertThat(late().needsRestart()).isFalse();
  }

  @Test
  void whatIsPutRightAgainInTheSameBootNeedsNone() {
    bench.apply(change("late", "1"));
    restart("boot-2");
    bench.reconciler().sweep();
    bench.second.tamper(at("second", "late"), Value.of("0"));
    bench.reconciler().sweep();
    assertThat(late().state()).isEqualTo(State.APPLIED);
    assertThat(late().needsRestart()).isFalse();
  }

  @Test
  void whatTheMachineBootedWithAnotherValueOfNeedsOne() {
    bench.apply(change("late", "1"));
    bench.second.tamper(at("second", "late"), Value.of("0"));
    restart("boot-2");
    bench.reconciler().sweep();
    assertThat(late().state()).isEqualTo(State.APPLIED);
    assertThat(late().needsRestart()).isTrue();
  }
}
