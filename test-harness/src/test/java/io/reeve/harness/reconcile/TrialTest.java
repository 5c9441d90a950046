package io.reeve.harness.reconcile;

import static io.reeve.harness.reconcile.Bench.at;
import static io.reeve.harness.reconcile.Bench.change;
import static io.reeve.harness.reconcile.Bench.removal;
import static io.reeve.harness.reconcile.Bench.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.core.reconcile.SettingStatus;
import io.reeve.core.reconcile.Trial;
import io.reeve.policy.Value;
import io.reeve.store.Refusals.Refusal;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Changes that can cut the machine off from its service: on trial until it answers.
final class TrialTest {
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
  void aChangeThatTheServiceAnswersToStays() {
    assertThat(stage.bench.apply(change("net", "new"))).containsExactly(new Outcome.Applied(true));
    assertThat(stage.trial().isOpen()).isTrue();
    assertThat(stage.armed).isEqualTo(1);
    assertThat(stage.status("net").detail()).startsWith("on trial");

    stage.trial().confirm();

    assertThat(stage.trial().isOpen()).isFalse();
    assertThat(stage.status("net").state()).isEqualTo(SettingStatus.State.APPLIED);
    assertThat(stage.bench.history()).containsExactly("applied net", "note net", "confirmed net");
    assertThat(stage.trial().rollBack(TrialStage.WHY).orElseThrow().refused()).isEmpty();
    assertThat(stage.net()).isEqualTo("new");
  }

  @Test
  void oneThatItDoesNotAnswerToIsRolledBackAndNotTriedAgainUnchanged() {
    stage.bench.apply(change("net", "bad"), change("one", "1"));

    assertThat(stage.rolledBack())
        .isEqualTo(
            new Trial.RolledBack(List.of(TrialStage.refusal("net", Value.of("bad"))), Set.of()));

    assertThat(stage.net()).isEqualTo("before");
    assertThat(stage.wanted()).containsOnlyKeys(uri("one"));
    assertThat(stage.status("net").state()).isEqualTo(SettingStatus.State.ROLLED_BACK);
    assertThat(stage.status("net").detail())
        .isEqualTo(
            "'bad' of the service was rolled back at 2026-11-20T08:09:10.123Z: the service did not"
                + " answer; the same value is not tried again");
    assertThat(stage.bench.reconciler().settings())
        .extracting(SettingStatus::uri)
        .contains(uri("net"));

    stage.restart();
    assertThat(stage.bench.apply(change("net", "bad")))
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.error())
                    .isEqualTo(
                        "not tried again: the service did not answer; another value lifts this, and"
                            + " so does the action RetryRolledBack"));
    assertThat(stage.bench.reconciler().sweep()).isEmpty();
    assertThat(stage.net()).isEqualTo("before");
  }

  @Test
  void theLastConfirmedValueIsTheWayBackHoweverManyCameAfterIt() {
    stage.bench.apply(change("net", "good"));
    stage.trial().confirm();
    stage.bench.apply(change("net", "2"));
    stage.bench.apply(change("net", "3"));

    stage.rolledBack();

    assertThat(stage.net()).isEqualTo("good");
    assertThat(stage.wanted()).containsEntry(uri("net"), Value.of("good"));
    stage.bench.apply(removal("net"));
    stage.trial().confirm();
    assertThat(stage.net()).isEqualTo("before");
  }

  @Test
  void aWithdrawalIsOnTrialLikeAnyChange() {
    stage.bench.apply(change("net", "good"));
    stage.trial().confirm();
    stage.bench.apply(removal("net"));
    assertThat(stage.net()).isEqualTo("before");

    assertThat(stage.rolledBack().refused())
        .containsExactly(TrialStage.refusal("net", Value.absent()));

    assertThat(stage.net()).isEqualTo("good");
    assertThat(stage.bench.apply(removal("net")))
        .singleElement()
        .isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void ofAnAtomicPassEverythingGoesBackTogetherOfAnyOtherOnlyWhatCanCut() {
    stage.bench.atomic(change("one", "1"), change("net", "bad"), change("wire", "bad"));
    assertThat(stage.rolledBack().refused())
        .extracting(Refusal::uri)
        .containsExactlyInAnyOrder(uri("one"), uri("net"), uri("wire"));
    assertThat(stage.bench.machine()).isEqualTo("///+");
    assertThat(stage.net() + stage.wire()).isEqualTo("before");
    assertThat(stage.bench.atomic(change("one", "2"), change("net", "bad")))
        .satisfiesExactly(
            one -> assertThat(one).isEqualTo(new Outcome.NotExecuted()),
            net -> assertThat(net).isInstanceOf(Outcome.Failed.class));
    assertThat(stage.bench.machine()).isEqualTo("///+");
  }

  @Test
  void nothingIsOnTrialWithoutAServiceAndThatIsSaid() {
    stage.reached = false;
    stage.bench.apply(change("net", "new"));

    assertThat(stage.trial().isOpen()).isFalse();
    assertThat(stage.armed).isZero();
    assertThat(stage.status("net").detail())
        .isEqualTo(
            "It can cut this machine off from the service, and nothing rolls it back: this machine"
                + " is not enrolled.");
    stage.bench.reconciler().sweep();
    assertThat(stage.status("net").detail()).isNotEmpty();
  }

  @Test
  void neitherARepairNorAWriteThatFailedNorOneThatWasNotNeededIsOnTrial() {
    stage.bench.apply(change("net", "new"));
    stage.trial().confirm();
    stage.bench.first.tamper(at("first", "net"), Value.of("somebody"));
    assertThat(stage.bench.reconciler().sweep()).hasSize(1);
    assertThat(stage.trial().isOpen()).isFalse();

    stage.bench.faults.failOn("write second(key=wire)");
    stage.bench.apply(change("wire", "x"));
    assertThat(stage.trial().isOpen()).isFalse();
    stage.bench.faults.heal();

    stage.bench.second.tamper(at("second", "wire"), Value.of("x"));
    stage.bench.apply(change("wire", "x"));
    assertThat(stage.trial().isOpen()).isFalse();
    assertThat(stage.armed).isEqualTo(1);
  }

  @Test
  void aValueThatCouldNotBeWrittenUntilNowIsWithdrawnWhenItCutsTheNetwork() {
    stage.bench.faults.failOn("write second(key=wire)");
    stage.bench.apply(change("wire", "x"));
    stage.bench.faults.heal();
    stage.bench.reconciler().sweep();
    assertThat(stage.wire()).isEqualTo("x");
    assertThat(stage.trial().isOpen()).isTrue();

    stage.rolledBack();

    assertThat(stage.wire()).isEmpty();
    assertThat(stage.wanted()).isEmpty();
    stage.bench.reconciler().sweep();
    assertThat(stage.wire()).isEmpty();
  }

  @Test
  void aSettingThatOnlySharesItsPlaceWithAChangeIsNotWithdrawnWithIt() {
    stage.bench.apply(change("net", "x"));
    stage.trial().confirm();
    stage.bench.apply(change("cable", "x"));
    assertThat(stage.trial().isOpen()).as("nothing had to be written").isFalse();
    stage.bench.apply(removal("net"));
    stage.bench.apply(removal("cable"));
    stage.trial().confirm();
    stage.bench.apply(change("cable", "y"), change("net", "y"));
    stage.trial().confirm();
    stage.bench.apply(change("cable", "z"), change("net", "z"));

    stage.rolledBack();

    assertThat(stage.net()).isEqualTo("y");
    assertThat(stage.wanted())
        .containsEntry(uri("cable"), Value.of("y"))
        .containsEntry(uri("net"), Value.of("y"));
  }
}
