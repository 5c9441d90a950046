package io.reeve.core.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.core.tree.Code;
import io.reeve.policy.Value;
import io.reeve.store.History;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The brakes on the device, as the service meets them in the tree.
final class GuardTest extends GuardStage {
  @Test
  void whatIsDestructiveIsHeldBackAndDoneWhenItsTimeHasCome() {
    assertThat(exec("w", WIPE, "all")).isEqualTo(new Reply.Started());
    assertThat(ran).isEmpty();
    assertThat(told()).singleElement().asString().contains("held", "until 2026-11-21T12:10:00Z");
    assertThat(brake(Verb.GET, "Held", "").toString()).contains("doWipe");
    assertThat(runner().held().orElseThrow().until()).isEqualTo(NOON.plusSeconds(600));

    now = NOON.plusSeconds(600);
    actions().release("w");

    assertThat(ran).containsExactly("doWipe all");
    assertThat(told()).hasSize(2).last().asString().contains("\"done\"", "gone");
    assertThat(runner().held()).isEmpty();
    assertThat(exec("w", WIPE, "all")).isEqualTo(new Reply.Done());
    actions().release("w");
    assertThat(ran).hasSize(1);
  }

  /// The service may give up the one and send another in the session that is had before the first
  /// begins.
  @Test
  void aTimeThatHasComeIsNobodyElses() {
    exec("w", WIPE, "");
    brake(Verb.EXEC, "Cancel", "");
    exec("e", ERASE, "");
    actions().release("w");
    assertThat(ran).isEmpty();
    assertThat(runner().held().orElseThrow().uri()).isEqualTo(ERASE.toString());
  }

  @Test
  void aThousandDenialsStandInNobodysWay() {
    wantApproval();
    store.transaction(() -> {
      for (int i = 0; i < 1_000; i++) {
        exec("w" + i, WIPE, "");
      }
    });
    assertThat(store.history().isCrowded()).isFalse();
    assertThat(store.history().newest(1).getFirst().kind()).isEqualTo("refused");
  }

  @Test
  void whatIsDestructiveAndMayBeDoneIsDoneInACrowdToo() {
    hold = Duration.ZERO;
    store.transaction(() -> {
      for (int i = 0; i < 1_000; i++) {
        store.history().add("action", "./a", "deed " + i);
      }
    });
    assertThat(exec("l", LOCK, "")).isInstanceOf(Reply.Refused.class);
    assertThat(exec("w", WIPE, "")).isEqualTo(new Reply.Done());
  }

  /// Each time is two lasting entries, and there is room for ten thousand.
  @Test
  void whoHasItHeldBackAndCancelsItAgainAndAgainPushesNothingOut() {
    store.transaction(() -> {
      for (int i = 0; i < 1_150; i++) {
        store.history().add("action", "./a", "deed " + i);
      }
    });
    assertThat(exec("w", WIPE, "")).isEqualTo(new Reply.Started());
    brake(Verb.EXEC, "Cancel", "");
    for (int i = 0; i < 50; i++) {
      exec("w" + i, WIPE, "");
      brake(Verb.EXEC, "Cancel", "");
    }
    assertThat(store.history().newest(2_000))
        .filteredOn(entry -> !entry.kind().equals("refused"))
        .hasSize(1_200);
    assertThat(exec("one more", WIPE, "")).isInstanceOf(Reply.Refused.class);
    now = NOON.plus(Duration.ofHours(25));
    assertThat(exec("next day", WIPE, "")).isEqualTo(new Reply.Started());
  }

  @Test
  void whatEndsLateAfterTheEnrolmentIsNoNewsForTheNext() {
    hold = Duration.ZERO;
    exec("w", WIPE, "slow");
    ActionRunner.forget(store);
    later.forEach(Runnable::run);
    assertThat(told()).isEmpty();
    assertThat(store.notes().startingWith("action/")).isEmpty();
  }

  @Test
  void whatIsHeldBackEndsWithTheEnrolment() {
    exec("w", WIPE, "");
    ActionRunner.forget(store);
    actions().release("w");
    assertThat(ran).isEmpty();
    assertThat(runner().held()).isEmpty();
    assertThat(store.history().newest(1))
        .extracting(History.Event::text)
        .containsExactly("Refused: the enrolment has ended");
    assertThat(exec("w", WIPE, "")).as("another service's command").isEqualTo(new Reply.Started());
  }

  @Test
  void theServiceCanCancelItAndTheSameCommandStaysCancelled() {
    exec("w", WIPE, "");
    assertThat(brake(Verb.EXEC, "Cancel", "")).isEqualTo(new Reply.Done());
    assertThat(brake(Verb.EXEC, "Cancel", ""))
        .isEqualTo(new Reply.Refused(Code.NOT_FOUND, "nothing is held back"));
    actions().release("w");
    assertThat(ran).isEmpty();
    assertThat(exec("w", WIPE, ""))
        .isEqualTo(new Reply.Refused(Code.FORBIDDEN, "cancelled by the service"));
    assertThat(told()).last().asString().contains("refused", "cancelled by the service");
    assertThat(store.history().newest(1))
        .extracting(History.Event::text)
        .containsExactly("Refused: cancelled by the service");
  }

  @Test
  void thereIsOneDestructiveActionAtATime() {
    exec("w", WIPE, "");
    assertThat(exec("e", ERASE, ""))
        .isEqualTo(new Reply.Refused(Code.FORBIDDEN, WIPE + " is under way; one at a time"));
    assertThat(exec("w2", WIPE, "")).isInstanceOf(Reply.Refused.class);
    brake(Verb.EXEC, "Cancel", "");
    assertThat(exec("e2", ERASE, "")).isEqualTo(new Reply.Started());
  }

  @ParameterizedTest
  @ValueSource(strings = {"slow", "goes on"})
  void whatGoesOnIsUnderWayUntilItIsOver(String how) {
    hold = Duration.ZERO;
    exec("w", WIPE, how);
    store.transaction(() -> {
      for (int i = 0; i < 501; i++) {
        exec("harmless" + i, LOCK, "");
      }
    });
    assertThat(exec("e", ERASE, "").toString()).contains("is under way; one at a time");
    assertThat(ran).doesNotContain("Erase");
  }

  @Test
  void aWipeAfterWhichTheAgentIsBackHasFailed() {
    hold = Duration.ZERO;
    exec("w", WIPE, "goes on");
    boot = "another";
    runner().recover();
    assertThat(told()).singleElement().asString().contains("failed", "the machine is back");
  }

  @Test
  void whatIsHarmlessAndTakesLongIsInNobodysWay() {
    hold = Duration.ZERO;
    exec("l", LOCK, "slow");
    assertThat(exec("e", ERASE, "")).isEqualTo(new Reply.Done());
  }

  @Test
  void anAtomicThatFailsGivesUpWhatItHadHeldBack() {
    var answer = actions().handle(List.of(request("w", Verb.EXEC, WIPE, "")), true);
    assertThat(answer.replies()).containsExactly(new Reply.Started());
    assertThat(answer.undo().undo()).isTrue();
    assertThat(runner().held()).isEmpty();
    assertThat(told()).last().asString().contains("refused", "the Atomic it came in failed");
    actions().release("w");
    assertThat(ran).isEmpty();
  }

  @Test
  void whatAnAtomicHasDoneCannotBeTakenBack() {
    hold = Duration.ZERO;
    var answer = actions().handle(List.of(request("w", Verb.EXEC, WIPE, "")), true);
    assertThat(answer.undo().undo()).isFalse();
  }

  /// The news start a session, which is nothing for the middle of a transaction.
  @Test
  void whoeverHearsOfNewsFindsThemInTheStoreForGood() {
    var heard = new ArrayList<Boolean>();
    var runner =
        new ActionRunner(
            store,
            guard(),
            new Aside() {
              @Override
              public <T> void run(String thread, Callable<T> work, Consumer<T> end) {}
            },
            () -> heard.add(durable()),
            () -> "boot",
            clock());
    runner.run("w", destructive(WIPE), Value.absent());
    runner.cancel(runner.held().orElseThrow(), "enough");
    assertThat(heard).containsExactly(true, true);
  }

  /// Another connection sees what is committed and nothing else.
  private boolean durable() {
    var sql = "select count(*) from note where name = 'action/w'";
    try (var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("reeve.db"));
        var statement = other.createStatement();
        var row = statement.executeQuery(sql)) {
      return row.next() && row.getInt(1) == 1;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoAskedForWhatWasHeldBackIsInTheLedger() {
    History.askedBy("the service, session 3 message 2", () -> exec("w", WIPE, ""));
    actions().release("w");
    assertThat(store.history().newest(1))
        .extracting(History.Event::by)
        .containsExactly("the service, session 3 message 2, after the hold");
  }

  @Test
  void withoutAHoldItIsDoneAtOnceAndWhatTakesLongIsToldWhenItEnds() {
    hold = Duration.ZERO;
    assertThat(exec("w", WIPE, "slow")).isEqualTo(new Reply.Started());
    assertThat(told()).isEmpty();
    assertThat(exec("e", ERASE, "")).isInstanceOf(Reply.Refused.class);
    later.forEach(Runnable::run);
    assertThat(told()).singleElement().asString().contains("\"done\"", "took a while");
    assertThat(exec("w", WIPE, "slow")).isEqualTo(new Reply.Done());
    assertThat(exec("e2", ERASE, "")).isEqualTo(new Reply.Done());
    assertThat(ran).containsExactly("doWipe slow", "Erase");
  }

  @Test
  void whatTheEndOfTheAgentCutOffIsReportedAndNotRunAgain() {
    hold = Duration.ZERO;
    exec("w", WIPE, "slow");
    runner().recover();
    assertThat(told()).singleElement().asString().contains("failed", "how far it came");
    assertThat(exec("w", WIPE, "slow")).isInstanceOf(Reply.Refused.class);
    assertThat(ran).hasSize(1);
  }
}
