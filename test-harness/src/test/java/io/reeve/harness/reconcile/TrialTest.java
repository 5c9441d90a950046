package io.reeve.harness.reconcile;

import static io.reeve.harness.reconcile.Bench.at;
import static io.reeve.harness.reconcile.Bench.change;
import static io.reeve.harness.reconcile.Bench.removal;
import static io.reeve.harness.reconcile.Bench.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.core.reconcile.Lifeline;
import io.reeve.core.reconcile.SettingStatus;
import io.reeve.core.reconcile.Trial;
import io.reeve.harness.Faults;
import io.reeve.policy.Authority;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.Refusals.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Changes that can cut the machine off from its service: on trial until it answers.
final class TrialTest {
  private static final String WHY = "the service did not answer";

  @TempDir Path folder;
  private Bench bench;
  private boolean reached = true;
  private int armed;

  @BeforeEach
  void open() {
    bench = new Bench(folder);
    bench.first.tamper(at("first", "net"), Value.of("before"));
    guard();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void guard() {
    bench
        .reconciler()
        .guard(
            new Lifeline() {
              @Override
              public Standing standing() {
                return reached
                    ? new Standing.Reached(Duration.ofSeconds(60))
                    : new Standing.Unknown("this machine is not enrolled");
              }

              @Override
              public void onTrial() {
                armed++;
              }
            });
  }

  private void restart() {
    bench.restart();
    guard();
  }

  private Trial trial() {
    return bench.reconciler().trial();
  }

  private Trial.RolledBack rolledBack() {
    return trial().rollBack(WHY).orElseThrow();
  }

  private String net() {
    return bench.first.at(at("first", "net")).wire();
  }

  private String wire() {
    return bench.second.at(at("second", "wire")).wire();
  }

  private SettingStatus status(String name) {
    return bench.reconciler().setting("test." + name).orElseThrow();
  }

  private Map<OmaUri, Value> wanted() {
    return bench.reconciler().wanted(Authority.SERVICE, OmaUri.parse("."));
  }

  private static Refusal refusal(String name, Value value) {
    return new Refusal(Authority.SERVICE, uri(name), value, WHY, Bench.NOW);
  }

  @Test
  void aChangeThatTheServiceAnswersToStays() {
    assertThat(bench.apply(change("net", "new"))).containsExactly(new Outcome.Applied(true));
    assertThat(trial().isOpen()).isTrue();
    assertThat(armed).isEqualTo(1);
    assertThat(status("net").detail()).startsWith("on trial");

    trial().confirm();

    assertThat(trial().isOpen()).isFalse();
    assertThat(status("net").state()).isEqualTo(SettingStatus.State.APPLIED);
    assertThat(bench.history()).containsExactly("applied net", "note net", "confirmed net");
    assertThat(trial().rollBack(WHY).orElseThrow().refused()).isEmpty();
    assertThat(net()).isEqualTo("new");
  }

  @Test
  void oneThatItDoesNotAnswerToIsRolledBackAndNotTriedAgainUnchanged() {
    bench.apply(change("net", "bad"), change("one", "1"));

    assertThat(rolledBack())
        .isEqualTo(new Trial.RolledBack(List.of(refusal("net", Value.of("bad"))), Set.of()));

    assertThat(net()).isEqualTo("before");
    assertThat(wanted()).containsOnlyKeys(uri("one"));
    assertThat(status("net").state()).isEqualTo(SettingStatus.State.ROLLED_BACK);
    assertThat(status("net").detail())
        .isEqualTo(
            "'bad' of the service was rolled back at 2026-11-20T08:09:10.123Z: the service did not"
                + " answer; the same value is not tried again");
    assertThat(bench.reconciler().settings()).extracting(SettingStatus::uri).contains(uri("net"));

    restart();
    assertThat(bench.apply(change("net", "bad")))
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.error())
                    .isEqualTo(
                        "not tried again: the service did not answer; another value lifts this, and"
                            + " so does the action RetryRolledBack"));
    assertThat(bench.reconciler().sweep()).isEmpty();
    assertThat(net()).isEqualTo("before");
  }

  @Test
  void anotherValueLiftsTheRefusalAndSoDoesAskingForItDeliberately() {
    bench.apply(change("net", "bad"));
    rolledBack();

    assertThat(bench.apply(change("net", "good"))).containsExactly(new Outcome.Applied(true));
    trial().confirm();
    assertThat(status("net").state()).isEqualTo(SettingStatus.State.APPLIED);

    bench.apply(change("net", "bad"));
    rolledBack();
    assertThat(net()).isEqualTo("good");
    assertThat(status("net").state()).isEqualTo(SettingStatus.State.ROLLED_BACK);
    assertThat(trial().lift(Authority.SERVICE)).isEqualTo(1);
    assertThat(bench.apply(change("net", "bad"))).containsExactly(new Outcome.Applied(true));
    assertThat(net()).isEqualTo("bad");
  }

  @Test
  void aRefusalIsForOneAuthorityOnly() {
    bench.apply(change("net", "bad"));
    rolledBack();

    var pass = bench.reconciler().apply(Authority.LOCAL, List.of(change("net", "bad")), false);

    assertThat(pass.outcomes()).containsExactly(new Outcome.Applied(true));
    assertThat(net()).isEqualTo("bad");
  }

  @Test
  void theLastConfirmedValueIsTheWayBackHoweverManyCameAfterIt() {
    bench.apply(change("net", "good"));
    trial().confirm();
    bench.apply(change("net", "2"));
    bench.apply(change("net", "3"));

    rolledBack();

    assertThat(net()).isEqualTo("good");
    assertThat(wanted()).containsEntry(uri("net"), Value.of("good"));
    bench.apply(removal("net"));
    trial().confirm();
    assertThat(net()).isEqualTo("before");
  }

  @Test
  void aWithdrawalIsOnTrialLikeAnyChange() {
    bench.apply(change("net", "good"));
    trial().confirm();
    bench.apply(removal("net"));
    assertThat(net()).isEqualTo("before");

    assertThat(rolledBack().refused()).containsExactly(refusal("net", Value.absent()));

    assertThat(net()).isEqualTo("good");
    assertThat(bench.apply(removal("net"))).singleElement().isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void ofAnAtomicPassEverythingGoesBackTogetherOfAnyOtherOnlyWhatCanCut() {
    bench.atomic(change("one", "1"), change("net", "bad"), change("wire", "bad"));
    assertThat(rolledBack().refused())
        .extracting(Refusal::uri)
        .containsExactlyInAnyOrder(uri("one"), uri("net"), uri("wire"));
    assertThat(bench.machine()).isEqualTo("///+");
    assertThat(net() + wire()).isEqualTo("before");
    assertThat(bench.atomic(change("one", "2"), change("net", "bad")))
        .satisfiesExactly(
            one -> assertThat(one).isEqualTo(new Outcome.NotExecuted()),
            net -> assertThat(net).isInstanceOf(Outcome.Failed.class));
    assertThat(bench.machine()).isEqualTo("///+");
  }

  @Test
  void nothingIsOnTrialWithoutAServiceAndThatIsSaid() {
    reached = false;
    bench.apply(change("net", "new"));

    assertThat(trial().isOpen()).isFalse();
    assertThat(armed).isZero();
    assertThat(status("net").detail())
        .isEqualTo(
            "It can cut this machine off from the service, and nothing rolls it back: this machine"
                + " is not enrolled.");
    bench.reconciler().sweep();
    assertThat(status("net").detail()).isNotEmpty();
  }

  @Test
  void neitherARepairNorAWriteThatFailedNorOneThatWasNotNeededIsOnTrial() {
    bench.apply(change("net", "new"));
    trial().confirm();
    bench.first.tamper(at("first", "net"), Value.of("somebody"));
    assertThat(bench.reconciler().sweep()).hasSize(1);
    assertThat(trial().isOpen()).isFalse();

    bench.faults.failOn("write second(key=wire)");
    bench.apply(change("wire", "x"));
    assertThat(trial().isOpen()).isFalse();
    bench.faults.heal();

    bench.second.tamper(at("second", "wire"), Value.of("x"));
    bench.apply(change("wire", "x"));
    assertThat(trial().isOpen()).isFalse();
    assertThat(armed).isEqualTo(1);
  }

  @Test
  void aValueThatCouldNotBeWrittenUntilNowIsWithdrawnWhenItCutsTheNetwork() {
    bench.faults.failOn("write second(key=wire)");
    bench.apply(change("wire", "x"));
    bench.faults.heal();
    bench.reconciler().sweep();
    assertThat(wire()).isEqualTo("x");
    assertThat(trial().isOpen()).isTrue();

    rolledBack();

    assertThat(wire()).isEmpty();
    assertThat(wanted()).isEmpty();
    bench.reconciler().sweep();
    assertThat(wire()).isEmpty();
  }

  @Test
  void aSettingThatOnlySharesItsPlaceWithAChangeIsNotWithdrawnWithIt() {
    bench.apply(change("net", "x"));
    trial().confirm();
    bench.apply(change("cable", "x"));
    assertThat(trial().isOpen()).as("nothing had to be written").isFalse();
    bench.apply(removal("net"));
    bench.apply(removal("cable"));
    trial().confirm();
    bench.apply(change("cable", "y"), change("net", "y"));
    trial().confirm();
    bench.apply(change("cable", "z"), change("net", "z"));

    rolledBack();

    assertThat(net()).isEqualTo("y");
    assertThat(wanted())
        .containsEntry(uri("cable"), Value.of("y"))
        .containsEntry(uri("net"), Value.of("y"));
  }

  @Test
  void aGroupThatWasUndoneIsNeitherConfirmedNorRefused() {
    var pass = bench.reconciler().apply(Authority.SERVICE, List.of(change("net", "x")), true);
    assertThat(pass.undo()).isTrue();
    trial().confirm();
    assertThat(bench.history()).doesNotContain("confirmed net");
    assertThat(net()).isEqualTo("before");
  }

  @Test
  void whatIsOnTrialIsStillOnTrialAfterARestart() {
    bench.apply(change("net", "bad"));
    restart();
    assertThat(trial().isOpen()).isTrue();
    assertThat(bench.reconciler().recover()).isEmpty();
    rolledBack();
    assertThat(net()).isEqualTo("before");
  }

  /// The steps of a pass and of a rollback, and one behind them.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void whereverTheProcessDiesInAPassItIsOnTrialOrDidNotHappen(int step) {
    bench.faults.crashAt(step);
    try {
      bench.apply(change("net", "bad"), change("wire", "bad"));
    } catch (Faults.Crash _) {
      // as ordered
    }
    bench.faults.heal();
    restart();
    bench.reconciler().recover();
    if (trial().isOpen()) {
      rolledBack();
    }
    assertThat(net()).isEqualTo("before");
    assertThat(wire()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void whereverTheProcessDiesInARollbackItIsFinishedAndTheValuesAreRefused(int step) {
    bench.apply(change("net", "bad"), change("wire", "bad"));
    bench.faults.crashAt(step);
    try {
      trial().rollBack(WHY);
    } catch (Faults.Crash _) {
      // as ordered
    }
    bench.faults.heal();
    restart();
    bench.reconciler().recover();
    if (trial().isOpen()) {
      rolledBack();
    }
    assertThat(net()).isEqualTo("before");
    assertThat(wire()).isEmpty();
    assertThat(bench.store().refusals().unreported()).hasSize(2);
  }

  @Test
  void aPlaceThatCannotBePutBackIsSaidAndTriedAgainByTheSweep() {
    bench.apply(change("net", "bad"));
    bench.first.refuseToRestore(at("first", "net"));
    assertThat(rolledBack().left()).containsExactly(uri("net"));
    assertThat(status("net").state()).isEqualTo(SettingStatus.State.FAILED);
    assertThat(status("net").detail()).contains("it is not as it was yet: ");
    assertThat(trial().trouble(uri("net"))).isPresent();
    assertThat(bench.history()).endsWith("rolled-back net", "failed net");

    bench.first.refuseToRestore();
    bench.reconciler().sweep();

    assertThat(net()).isEqualTo("before");
  }

  @Test
  void whatAnAuthorityLosesItsSayInIsGivenBackOnTrial() {
    bench.apply(change("net", "new"));
    trial().confirm();

    assertThat(bench.reconciler().disown(Authority.SERVICE, Set.of("network"))).isEmpty();
    assertThat(net()).isEqualTo("before");
    assertThat(status("net").state()).isEqualTo(SettingStatus.State.NOT_OWNED);
    assertThat(trial().isOpen()).isTrue();

    rolledBack();
    assertThat(net()).isEqualTo("new");
    assertThat(bench.reconciler().disownedBy(Authority.SERVICE)).isEmpty();
    assertThat(bench.reconciler().disown(Authority.SERVICE, Set.of("network")))
        .get()
        .asString()
        .startsWith("not tried again");
  }

  @Test
  void aDisowningThatTouchesNothingIsNotOnTrial() {
    bench.apply(change("net", "new"));
    trial().confirm();
    bench.faults.failOn("restore first");

    assertThat(bench.reconciler().disown(Authority.SERVICE, Set.of("network"))).isEmpty();

    assertThat(net()).isEqualTo("new");
    assertThat(trial().isOpen()).isFalse();
    assertThat(armed).isEqualTo(1);
  }

  @Test
  void aGroupThatFailsLiftsNoRefusal() {
    bench.apply(change("net", "bad"));
    rolledBack();

    assertThat(bench.atomic(change("net", "other"), change("stuck", "7")))
        .last()
        .isInstanceOf(Outcome.Failed.class);

    assertThat(bench.apply(change("net", "bad")))
        .singleElement()
        .isInstanceOf(Outcome.Failed.class);
    assertThat(net()).isEqualTo("before");
  }

  @Test
  void aGroupThatIsTakenBackLaterLiftsNoRefusalEither() {
    bench.apply(change("net", "bad"));
    rolledBack();
    var group = bench.reconciler().apply(Authority.SERVICE, List.of(change("net", "other")), true);
    assertThat(bench.store().refusals().all()).isEmpty();

    assertThat(group.undo()).isTrue();

    assertThat(bench.store().refusals().all()).containsExactly(refusal("net", Value.of("bad")));
    assertThat(net()).isEqualTo("before");
  }

  @Test
  void aPlaceThatCannotEvenBeReadIsLeftAndPutBackLater() {
    bench.apply(change("net", "bad"), change("one", "1"));
    bench.faults.failOn("read " + at("first", "net"));
    var left = rolledBack().left();
    assertThat(left).containsExactly(uri("net"));
    assertThat(trial().putBack(left)).isEqualTo(left);

    bench.faults.heal();
    assertThat(trial().putBack(left)).isEmpty();

    assertThat(net()).isEqualTo("before");
    assertThat(status("net").state()).isEqualTo(SettingStatus.State.ROLLED_BACK);
    assertThat(trial().trouble(uri("net"))).isEmpty();
  }
}
