package io.reeve.harness.reconcile;

import static io.reeve.harness.reconcile.Bench.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.core.reconcile.SettingStatus;
import io.reeve.policy.Authority;
import io.reeve.policy.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whose values are refused after a rollback, and what is on trial of groups and authorities.
final class RefusalTest {
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
  void anotherValueLiftsTheRefusalAndSoDoesAskingForItDeliberately() {
    stage.bench.apply(change("net", "bad"));
    stage.rolledBack();

    assertThat(stage.bench.apply(change("net", "good"))).containsExactly(new Outcome.Applied(true));
    stage.trial().confirm();
    assertThat(stage.status("net").state()).isEqualTo(SettingStatus.State.APPLIED);

    stage.bench.apply(change("net", "bad"));
    stage.rolledBack();
    assertThat(stage.net()).isEqualTo("good");
    assertThat(stage.status("net").state()).isEqualTo(SettingStatus.State.ROLLED_BACK);
    assertThat(stage.trial().lift(Authority.SERVICE)).isEqualTo(1);
    assertThat(stage.bench.apply(change("net", "bad"))).containsExactly(new Outcome.Applied(true));
    assertThat(stage.net()).isEqualTo("bad");
  }

  @Test
  void aRefusalIsForOneAuthorityOnly() {
    stage.bench.apply(change("net", "bad"));
    stage.rolledBack();

    var pass =
        stage.bench.reconciler().apply(Authority.LOCAL, List.of(change("net", "bad")), false);

    assertThat(pass.outcomes()).containsExactly(new Outcome.Applied(true));
    assertThat(stage.net()).isEqualTo("bad");
  }

  @Test
  void whatAnAuthorityLosesItsSayInIsGivenBackOnTrial() {
    stage.bench.apply(change("net", "new"));
    stage.trial().confirm();

    assertThat(stage.bench.reconciler().disown(Authority.SERVICE, Set.of("network"))).isEmpty();
    assertThat(stage.net()).isEqualTo("before");
    assertThat(stage.status("net").state()).isEqualTo(SettingStatus.State.NOT_OWNED);
    assertThat(stage.trial().isOpen()).isTrue();

    stage.rolledBack();
    assertThat(stage.net()).isEqualTo("new");
    assertThat(stage.bench.reconciler().disownedBy(Authority.SERVICE)).isEmpty();
    assertThat(stage.bench.reconciler().disown(Authority.SERVICE, Set.of("network")))
        .get()
        .asString()
        .startsWith("not tried again");
  }

  @Test
  void aDisowningThatTouchesNothingIsNotOnTrial() {
    stage.bench.apply(change("net", "new"));
    stage.trial().confirm();
    stage.bench.faults.failOn("restore first");

    assertThat(stage.bench.reconciler().disown(Authority.SERVICE, Set.of("network"))).isEmpty();

    assertThat(stage.net()).isEqualTo("new");
    assertThat(stage.trial().isOpen()).isFalse();
    assertThat(stage.armed).isEqualTo(1);
  }

  @Test
  void aGroupThatFailsLiftsNoRefusal() {
    stage.bench.apply(change("net", "bad"));
    stage.rolledBack();

    assertThat(stage.bench.atomic(change("net", "other"), change("stuck", "7")))
        .last()
        .isInstanceOf(Outcome.Failed.class);

    assertThat(stage.bench.apply(change("net", "bad")))
        .singleElement()
        .isInstanceOf(Outcome.Failed.class);
    assertThat(stage.net()).isEqualTo("before");
  }

  @Test
  void aGroupThatIsTakenBackLaterLiftsNoRefusalEither() {
    stage.bench.apply(change("net", "bad"));
    stage.rolledBack();
    var group =
        stage.bench.reconciler().apply(Authority.SERVICE, List.of(change("net", "other")), true);
    assertThat(stage.bench.store().refusals().all()).isEmpty();

    assertThat(group.undo()).isTrue();

    assertThat(stage.bench.store().refusals().all())
        .containsExactly(TrialStage.refusal("net", Value.of("bad")));
    assertThat(stage.net()).isEqualTo("before");
  }

  @Test
  void aGroupThatWasUndoneIsNeitherConfirmedNorRefused() {
    var pass = stage.bench.reconciler().apply(Authority.SERVICE, List.of(change("net", "x")), true);
    assertThat(pass.undo()).isTrue();
    stage.trial().confirm();
    assertThat(stage.bench.history()).doesNotContain("confirmed net");
    assertThat(stage.net()).isEqualTo("before");
  }
}
