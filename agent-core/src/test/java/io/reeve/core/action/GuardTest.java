package io.reeve.core.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.approval.Approval;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Request;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.core.tree.Code;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.History;
import io.reeve.store.LocalStore;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The brakes on the device, as the service meets them in the tree.
final class GuardTest {
  private static final OmaUri WIPE = OmaUri.parse("./Device/Vendor/MSFT/RemoteWipe/doWipe");
  private static final OmaUri ERASE = OmaUri.parse("./Device/Vendor/Reeve/Actions/Erase");
  private static final OmaUri LOCK = OmaUri.parse("./Device/Vendor/MSFT/RemoteLock/Lock");
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir private Path folder;
  private final List<String> ran = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private final KeyPair approver = pair();
  private LocalStore store;
  private Instant now = NOON;
  private Duration hold = Duration.ofMinutes(10);
  private List<PublicKey> approvers = List.of();
  private boolean needsApproval;
  private String boot = "boot";

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void open() {
    store = LocalStore.open(folder.resolve("reeve.db"), clock());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }

  private Guard guard() {
    var terms =
        new Guard.Terms() {
          @Override
          public String device() {
            return "laptop-7";
          }

          @Override
          public boolean needsApproval() {
            return needsApproval;
          }

          @Override
          public List<PublicKey> approvers() {
            return approvers;
          }

          @Override
          public Duration hold() {
            return hold;
          }

          @Override
          public Duration vouchedHold() {
            return Duration.ZERO;
          }
        };
    return new Guard(terms, store.notes(), clock());
  }

  /// A new one each time, as after a restart: all that counts is in the store.
  private ActionRunner runner() {
    var aside =
        new Aside() {
          @Override
          public <T> void run(String thread, Callable<T> work, Consumer<T> end) {
            later.add(() -> {
              try {
                end.accept(work.call());
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
          }
        };
    return new ActionRunner(store, guard(), aside, () -> {}, () -> boot, clock());
  }

  private ActionBranch actions() {
    return new ActionBranch(
        List.of(destructive(WIPE), destructive(ERASE), action(LOCK, false)), runner());
  }

  private RemoteAction destructive(OmaUri uri) {
    return action(uri, true);
  }

  private RemoteAction action(OmaUri uri, boolean destructive) {
    return new RemoteAction() {
      @Override
      public OmaUri uri() {
        return uri;
      }

      @Override
      public boolean isDestructive() {
        return destructive;
      }

      @Override
      public Result run(Value argument) throws IOException {
        ran.add(uri.name() + (argument.isAbsent() ? "" : " " + argument.wire()));
        if (!argument.isAbsent() && argument.wire().equals("slow")) {
          return new Result.Later(() -> new Result.Done("took a while"));
        }
        if (!argument.isAbsent() && argument.wire().equals("goes on")) {
          return new Result.Started(now);
        }
        return new Result.Done("gone");
      }
    };
  }

  private static Request request(String id, Verb verb, OmaUri uri, String data) {
    return new Request(id, verb, uri, Optional.empty(), Optional.empty(), data);
  }

  private Reply exec(String id, OmaUri uri, String data) {
    return actions().handle(List.of(request(id, Verb.EXEC, uri, data)), false).replies().getFirst();
  }

  private Reply brake(Verb verb, String node, String data) {
    var uri = OmaUri.parse(GuardBranch.PREFIX + "/" + node);
    return new GuardBranch(guard(), runner())
        .handle(List.of(request("g", verb, uri, data)), false)
        .replies()
        .getFirst();
  }

  private List<String> told() {
    return store.outbox().pending(99).stream().map(row -> row.data()).toList();
  }

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

  private String approval(String device, OmaUri action, Instant issued, Duration counts)
      throws GeneralSecurityException {
    return Approval.of(device, action.toString(), "", issued, issued.plus(counts))
        .sign(approver.getPrivate());
  }

  private void wantApproval() {
    hold = Duration.ZERO;
    needsApproval = true;
    approvers = List.of(pair().getPublic(), approver.getPublic());
  }

  @Test
  void whereThereAreApproversTheServiceAloneIsRefusedWithAnAlert() {
    wantApproval();
    var reason = "this device needs the approval of a second person for it";
    assertThat(exec("w", WIPE, "")).isEqualTo(new Reply.Refused(Code.PERMISSION_DENIED, reason));
    assertThat(told()).singleElement().asString().contains("refused", reason);
    assertThat(exec("w", WIPE, "")).isEqualTo(new Reply.Refused(Code.PERMISSION_DENIED, reason));
    assertThat(ran).isEmpty();
  }

  @Test
  void withAnApprovalItIsDoneOnce() throws Exception {
    wantApproval();
    var token = approval("laptop-7", WIPE, NOON, Duration.ofHours(1));
    assertThat(brake(Verb.REPLACE, "Approval", token)).isEqualTo(new Reply.Done());
    assertThat(exec("w", WIPE, "")).isEqualTo(new Reply.Done());
    assertThat(exec("w2", WIPE, "")).isInstanceOf(Reply.Refused.class);
    assertThat(brake(Verb.REPLACE, "Approval", token).toString())
        .contains("older than the last one used, or is that one");
    assertThat(ran).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          laptop-8 | 0    | 60   | for another device
          laptop-7 | -61  | 60   | has expired
          laptop-7 | 6    | 60   | comes from the future
          laptop-7 | 0    | 1441 | for longer than 24 hours
          """)
  void anApprovalThatDoesNotFitIsRefused(String device, int issued, int minutes, String why)
      throws Exception {
    wantApproval();
    var token = approval(device, WIPE, NOON.plusSeconds(60L * issued), Duration.ofMinutes(minutes));
    assertThat(brake(Verb.REPLACE, "Approval", token))
        .isInstanceOf(Reply.Refused.class)
        .asString()
        .contains(why);
    assertThat(exec("w", WIPE, "")).isInstanceOf(Reply.Refused.class);
    assertThat(ran).isEmpty();
  }

  @Test
  void anApprovalThatExpiresWhileItWaitsIsNoneAnyMore() throws Exception {
    wantApproval();
    brake(Verb.ADD, "Approval", approval("laptop-7", WIPE, NOON, Duration.ofMinutes(5)));
    now = NOON.plusSeconds(300);
    assertThat(exec("w", WIPE, "").toString()).contains("has expired");
  }

  @Test
  void aClockThatIsSetBackMakesNoApprovalCountAgain() throws Exception {
    wantApproval();
    var token = approval("laptop-7", WIPE, NOON, Duration.ofMinutes(5));
    Guard.confirm(store.notes(), NOON.plusSeconds(600), NOON.plusSeconds(601));
    now = NOON;
    assertThat(brake(Verb.REPLACE, "Approval", token).toString()).contains("has expired");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 400000, a clock that was wrong",
    "400000, 1, a service that was wrong",
    "-9000, 1, a service that sets its clock back"
  })
  void aClockThatWasFarAheadOnceMakesNoApprovalImpossible(int theirs, int ours, String who)
      throws Exception {
    wantApproval();
    Guard.confirm(
        store.notes(), NOON.plus(Duration.ofHours(theirs)), NOON.plus(Duration.ofHours(ours)));
    now = NOON.plus(Duration.ofHours(400_000));
    runner().look();
    now = NOON.plus(Duration.ofHours(1));
    var token = approval("laptop-7", WIPE, now.minusSeconds(60), Duration.ofMinutes(5));
    assertThat(brake(Verb.REPLACE, "Approval", token)).isEqualTo(new Reply.Done());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "./Vendor/MSFT/RemoteWipe/doWipe",
        "./Device/vendor/MSFT/remotewipe/DOWIPE",
        "Device/Vendor/MSFT/RemoteWipe/doWipe"
      })
  void anApprovalIsForAnActionHoweverItsAddressIsSpelt(String address) throws Exception {
    wantApproval();
    var approval = Approval.of("laptop-7", address, "", NOON, NOON.plusSeconds(60));
    brake(Verb.REPLACE, "Approval", approval.sign(approver.getPrivate()));
    assertThat(exec("w", WIPE, "")).isEqualTo(new Reply.Done());
  }

  @Test
  void theEndOfTheEnrolmentIsOneActionWhicheverOfItsAddressesIsApproved() {
    var approval =
        Approval.of("d", "./Vendor/MSFT/DMClient/Provider/Example%20MDM/Unenroll", "", NOON, NOON);
    assertThat(approval.isFor(OmaUri.parse("./Device/Vendor/MSFT/DMClient/Unenroll"), "")).isTrue();
  }

  @Test
  void anApprovalForOneArgumentIsNoneForAnother() throws Exception {
    wantApproval();
    var approval = Approval.of("laptop-7", WIPE.toString(), "half", NOON, NOON.plusSeconds(60));
    brake(Verb.REPLACE, "Approval", approval.sign(approver.getPrivate()));
    assertThat(exec("w", WIPE, "all").toString()).contains("or for another argument");
    assertThat(exec("w2", WIPE, "half")).isEqualTo(new Reply.Done());
  }

  @Test
  void anApprovalThatWasUsedIsUsedUpAlsoForTheNextEnrolment() throws Exception {
    wantApproval();
    var token = approval("laptop-7", WIPE, NOON, Duration.ofHours(1));
    brake(Verb.REPLACE, "Approval", token);
    exec("w", WIPE, "");
    Guard.forget(store.notes());
    ActionRunner.forget(store);
    assertThat(brake(Verb.REPLACE, "Approval", token).toString()).contains("older than the last");
  }

  @Test
  void anOlderApprovalIsRefusedOnceANewerOneWasUsed() throws Exception {
    wantApproval();
    var older = approval("laptop-7", WIPE, NOON.minusSeconds(60), Duration.ofHours(1));
    brake(Verb.REPLACE, "Approval", approval("laptop-7", WIPE, NOON, Duration.ofHours(1)));
    exec("w", WIPE, "");
    assertThat(brake(Verb.REPLACE, "Approval", older).toString()).contains("older than the last");
  }

  @Test
  void anApprovalForOneActionIsNoneForAnotherAndStaysForItsOwn() throws Exception {
    wantApproval();
    brake(Verb.REPLACE, "Approval", approval("laptop-7", ERASE, NOON, Duration.ofHours(1)));
    assertThat(exec("w", WIPE, "").toString()).contains("the approval is for " + ERASE);
    assertThat(exec("e", ERASE, "")).isEqualTo(new Reply.Done());
  }

  @Test
  void whatAStrangerSignedOrNobodyIsRefusedAndNothingOfItIsKept() throws Exception {
    wantApproval();
    var strange =
        Approval.of("laptop-7", WIPE.toString(), "", NOON, NOON.plusSeconds(60))
            .sign(pair().getPrivate());
    var good = approval("laptop-7", WIPE, NOON, Duration.ofHours(1));
    for (var token :
        List.of(strange, "", ".", "a.b", "%.%", good + "x", "A" + good, "x".repeat(5000))) {
      assertThat(brake(Verb.REPLACE, "Approval", token))
          .as(token)
          .isEqualTo(
              new Reply.Refused(
                  Code.PERMISSION_DENIED,
                  "the approval is of nobody whom this device knows as an approver"));
    }
    assertThat(exec("w", WIPE, "")).isInstanceOf(Reply.Refused.class);
    assertThat(ran).isEmpty();
  }

  @Test
  void anApproversKeyThatCannotBeReadClosesTheWayAndDoesNotOpenIt() {
    wantApproval();
    approvers = List.of();
    assertThat(exec("w", WIPE, "")).isInstanceOf(Reply.Refused.class);
    assertThat(ran).isEmpty();
  }

  @Test
  void theBrakesSayWhatTheyWant() {
    wantApproval();
    assertThat(brake(Verb.GET, "NeedsApproval", "").toString()).contains("true");
    assertThat(brake(Verb.GET, "HoldSeconds", "").toString()).contains("data=0");
    assertThat(brake(Verb.GET, "Held", "").toString()).contains("data=]");
    assertThat(brake(Verb.GET, "Approval", "").toString()).contains("not allowed");
    assertThat(brake(Verb.REPLACE, "HoldSeconds", "0").toString()).contains("not allowed");
    assertThat(brake(Verb.GET, "Nothing", "").toString()).contains("no such node");
  }
}
