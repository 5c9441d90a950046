package io.reeve.core.escrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.RemoteAction.Result;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The local administrator's password is changed when its age is up.
final class PasswordAgeTest {
  @TempDir private Path folder;
  private final List<Result> came = new ArrayList<>();
  private EscrowStage stage;

  @BeforeEach
  void managed() {
    stage = new EscrowStage(folder);
    stage.giveKey();
    stage.policy("BackupDirectory", "1");
  }

  @AfterEach
  void close() {
    stage.close();
  }

  /// A session ends well at that time of the service.
  ///
  /// @return whether a change of the password was begun
  private boolean isDueAt(Instant time) throws IOException {
    int before = came.size();
    stage.administrator.heard(time);
    stage.administrator.look(this::start);
    return came.size() > before;
  }

  private void start(RemoteAction action) {
    try {
      came.add(action.run(Value.absent()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void pass(Duration time) {
    stage.nanos += time.toNanos();
  }

  /// Does what was begun last; the service has it.
  private void finish() throws Exception {
    stage.receive();
    assertThat(((Result.Later) came.getLast()).work().call()).isInstanceOf(Result.Done.class);
    assertThat(stage.accounts.passwords).containsEntry("admin", EscrowStage.opened(stage.told()));
  }

  private void changedAt(Instant time) throws Exception {
    assertThat(isDueAt(time)).isTrue();
    finish();
  }

  @Test
  void nothingIsChangedByItsAgeUnlessTheServiceWantsThat() throws Exception {
    stage.policy("BackupDirectory", "0");
    assertThat(isDueAt(EscrowStage.NOON)).isFalse();
    assertThat(stage.known()).isEqualTo("{}");
    stage.policy("BackupDirectory", "1");
    assertThat(isDueAt(EscrowStage.NOON)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "30, PT0S, false",
    "30, PT719H, false",
    "30, PT720H, true",
    "30, PT87600H, true",
    "1, PT23H, false",
    "1, PT24H, true",
    "365, PT8759H, false",
    "365, PT8760H, true",
    "30, PT-23H, false",
    "30, PT-25H, true"
  })
  void itIsChangedWhenItsAgeIsUpByTheServicesClock(String days, Duration later, boolean due)
      throws Exception {
    stage.policy("PasswordAgeDays", days);
    changedAt(EscrowStage.NOON.minus(Duration.ofDays(1000)));
    pass(Duration.ofHours(3));
    var then = EscrowStage.NOON.minus(Duration.ofDays(1000)).plus(later);
    assertThat(isDueAt(then)).isEqualTo(due);
  }

  @Test
  void whatTheServiceAskedForCountsAsWell() throws Exception {
    var asked = (Result.Later) stage.run();
    stage.receive();
    assertThat(asked.work().call()).isInstanceOf(Result.Done.class);
    assertThat(isDueAt(EscrowStage.NOON)).isFalse();
    assertThat(stage.known())
        .isEqualTo(
            "{\"account\":\"admin\",\"since\":\"2026-07-01T12:00:00Z\","
                + "\"due\":\"2026-07-31T12:00:00Z\"}");
  }

  @Test
  void clocksThatSwingDoNotHaveItChangedEachMinute() throws Exception {
    changedAt(EscrowStage.NOON);
    for (int minute = 1; minute < 120; minute++) {
      pass(Duration.ofMinutes(1));
      var swing = Duration.ofDays(minute % 2 == 0 ? 4000 : -4000);
      assertThat(isDueAt(EscrowStage.NOON.plus(swing))).as("minute " + minute).isFalse();
    }
    pass(Duration.ofMinutes(1));
    assertThat(isDueAt(EscrowStage.NOON.plus(Duration.ofDays(4000)))).isTrue();
  }

  @Test
  void withoutReceiptsTheOldOneStaysAndTriesGrowRarer() throws Exception {
    stage.patience(Duration.ZERO);
    var hours = new ArrayList<Integer>();
    for (int half = 0; half < 2 * 24 * 4; half++) {
      if (isDueAt(EscrowStage.NOON)) {
        hours.add(half / 2);
        var unheard = (Result.Later) came.getLast();
        assertThatThrownBy(() -> unheard.work().call()).hasMessageContaining("the old one stays");
      }
      pass(Duration.ofMinutes(30));
    }
    assertThat(hours).containsExactly(0, 2, 6, 14, 30, 54, 78);
    assertThat(stage.accounts.passwords).containsEntry("admin", "old");
    assertThat(stage.known()).contains("\"trouble\":\"the service did not say");
    assertThat(stage.status()).as("of what the service asked for").isEqualTo("0");

    stage.patience(Duration.ofMinutes(1));
    changedAt(EscrowStage.NOON);
    assertThat(stage.known()).doesNotContain("trouble");
  }

  @Test
  void oneThatWaitsIsWaitedFor() throws Exception {
    assertThat(isDueAt(EscrowStage.NOON)).isTrue();
    pass(Duration.ofDays(1));
    assertThat(isDueAt(EscrowStage.NOON)).isFalse();
    finish();
  }

  @Test
  void anotherAccountsPasswordIsChangedAtOnce() throws Exception {
    changedAt(EscrowStage.NOON);
    stage.policy("AdministratorAccountName", "root");
    assertThat(isDueAt(EscrowStage.NOON)).isTrue();
    assertThat(stage.told().path("account").asText()).isEqualTo("root");
  }

  @Test
  void whatStandsInTheWayIsToldOnceAndLookedAtAgain() throws Exception {
    stage.policy("AdministratorAccountName", "nobody");
    assertThat(isDueAt(EscrowStage.NOON)).isTrue();
    assertThat(came.getLast()).isEqualTo(new Result.Refused("no account 'nobody'"));
    assertThat(stage.known()).isEqualTo("{\"trouble\":\"no account 'nobody'\"}");
    for (int day = 0; day < 10; day++) {
      pass(Duration.ofDays(1));
      assertThat(isDueAt(EscrowStage.NOON)).isFalse();
    }
    stage.accounts.passwords.put("nobody", "old");
    pass(Duration.ofDays(1));
    assertThat(isDueAt(EscrowStage.NOON)).isTrue();
    assertThat(came.getLast()).isInstanceOf(Result.Later.class);
  }

  /// Where the process is killed.
  enum Step {
    HANDED_OVER,
    RECEIVED,
    ABOUT_TO_SET,
    SET,
    ABOUT_TO_TELL
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void whereverTheAgentDiesOnePasswordCountsTheServiceHasItAndTheNextIsMade(Step step)
      throws Exception {
    changedAt(EscrowStage.NOON);
    var later = EscrowStage.NOON.plus(Duration.ofDays(30));
    pass(Duration.ofDays(30));
    assertThat(isDueAt(later)).isTrue();
    var work = ((Result.Later) came.getLast()).work();
    if (step != Step.HANDED_OVER) {
      stage.receive();
    }
    if (step == Step.ABOUT_TO_SET || step == Step.SET) {
      stage.accounts.diesBefore = step == Step.ABOUT_TO_SET;
      stage.accounts.diesAfter = step == Step.SET;
      assertThatThrownBy(work::call).isInstanceOf(FakeAccounts.Killed.class);
      stage.accounts.diesBefore = false;
      stage.accounts.diesAfter = false;
    }
    if (step == Step.ABOUT_TO_TELL) {
      assertThat(work.call()).isInstanceOf(Result.Done.class);
    }
    stage.restart();

    var had = stage.handedOver();
    assertThat(had).hasSize(2);
    assertThat(stage.accounts.passwords)
        .containsEntry("admin", step.compareTo(Step.SET) < 0 ? had.getFirst() : had.getLast());
    assertThat(isDueAt(later)).as("nobody knows how far it came").isTrue();
    finish();
    assertThat(stage.handedOver()).hasSize(3).doesNotHaveDuplicates();
    assertThat(stage.known()).contains("\"since\":\"2026-07-31T12:00:00Z\"");
  }
}
