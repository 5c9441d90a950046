package io.reeve.core.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.RemoteAction;
import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Request;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.core.tree.Code;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.LocalStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionTest {
  private static final OmaUri REBOOT = OmaUri.parse("./Device/Vendor/MSFT/Reboot/RebootNow");
  private static final String BUG = "java.lang.IllegalStateException: a bug";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T08:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path folder;
  private String boot = "first";
  private final List<String> ran = new ArrayList<>();
  private LocalStore store;

  @BeforeEach
  void open() {
    store = LocalStore.open(folder.resolve("reeve.db"), CLOCK);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private ActionRunner runner(Clock clock) {
    return FreeRunner.of(store, () -> boot, clock);
  }

  private ActionRunner runner(Clock clock, LongSupplier nanos) {
    return FreeRunner.of(store, () -> boot, clock, nanos);
  }

  private RemoteAction reboot() {
    return new RemoteAction() {
      @Override
      public OmaUri uri() {
        return REBOOT;
      }

      @Override
      public Result run(Value argument) throws IOException {
        ran.add(argument.wire());
        return switch (argument.wire()) {
          case "broken" -> throw new IOException("no power");
          case "defect" -> throw new IllegalStateException("a bug");
          case "never" -> new Result.Refused("not never");
          case "long" -> new Result.Started(CLOCK.instant());
          default -> new Result.Done("ok");
        };
      }
    };
  }

  private ActionBranch branch() {
    return new ActionBranch(
        List.of(reboot(), new AgentAction("CheckNow", "asked", () -> ran.add("check"))),
        runner(CLOCK));
  }

  private static Request request(String id, Verb verb, OmaUri uri, String data) {
    return new Request(id, verb, uri, Optional.empty(), Optional.empty(), data);
  }

  private Reply exec(String id, String data) {
    return branch()
        .handle(List.of(request(id, Verb.EXEC, REBOOT, data)), false)
        .replies()
        .getFirst();
  }

  @Test
  void theSameCommandRunsOnceAndIsAnsweredTheSame() {
    assertThat(exec("s1-7", "")).isEqualTo(new Reply.Done());
    assertThat(exec("s1-7", "")).isEqualTo(new Reply.Done());
    assertThat(exec("s1-8", "broken")).isEqualTo(new Reply.Refused(Code.FAILED, "no power"));
    assertThat(exec("s1-8", "broken")).isEqualTo(new Reply.Refused(Code.FAILED, "no power"));
    assertThat(exec("s1-9", "never")).isEqualTo(new Reply.Refused(Code.FORBIDDEN, "not never"));
    assertThat(exec("s1-9", "never")).isEqualTo(new Reply.Refused(Code.FORBIDDEN, "not never"));
    assertThat(exec("s1-10", "long")).isEqualTo(new Reply.Started());
    assertThat(exec("s1-10", "long")).isEqualTo(new Reply.Started());
    assertThat(ran).containsExactly("", "broken", "never", "long");
  }

  @Test
  void aDefectInAnActionIsItsEndAndNotThatOfTheSession() {
    var failed = new Reply.Refused(Code.FAILED, "a defect of the agent: " + BUG);
    assertThat(exec("s1-7", "defect")).isEqualTo(failed);
    assertThat(exec("s1-7", "defect")).isEqualTo(failed);
    assertThat(ran).containsExactly("defect");
  }

  @Test
  void anActionCutOffByTheEndOfTheProcessIsReportedAndNotRunAgain() {
    var dying =
        new RemoteAction() {
          @Override
          public OmaUri uri() {
            return REBOOT;
          }

          @Override
          public Result run(Value argument) {
            throw new AssertionError("the power goes");
          }
        };
    assertThatThrownBy(() -> runner(CLOCK).run("c", dying, Value.absent()))
        .hasMessage("the power goes");

    assertThat(runner(CLOCK).cutOff()).containsExactly(REBOOT);
    runner(CLOCK).recover();
    assertThat(runner(CLOCK).cutOff()).isEmpty();

    assertThat(exec("c", "")).isInstanceOf(Reply.Refused.class);
    assertThat(ran).isEmpty();
    assertThat(store.outbox().pending(9))
        .singleElement()
        .satisfies(row -> assertThat(row.source()).isEqualTo(REBOOT.toString()));
  }

  @Test
  void aRestartIsDoneWhenTheMachineIsBackAndNotBefore() {
    assertThat(exec("r", "long")).isEqualTo(new Reply.Started());
    runner(CLOCK).recover();
    assertThat(exec("r", "long")).isEqualTo(new Reply.Started());
    assertThat(store.outbox().pending(9)).isEmpty();

    boot = "second";
    runner(CLOCK).recover();

    assertThat(exec("r", "long")).isEqualTo(new Reply.Done());
    assertThat(store.outbox().pending(9))
        .singleElement()
        .satisfies(row -> assertThat(row.data()).contains("\"command\":\"r\"", "\"done\""));
    runner(CLOCK).recover();
    assertThat(store.outbox().pending(9)).hasSize(1);
    assertThat(ran).containsExactly("long");
  }

  private static final OmaUri OFF = OmaUri.parse("./Device/Vendor/Reeve/Actions/StayOn");

  private RemoteAction stayOn() {
    return new RemoteAction() {
      @Override
      public OmaUri uri() {
        return OFF;
      }

      @Override
      public Result run(Value argument) {
        return new Result.CalledOff("it stays on", List.of(REBOOT));
      }
    };
  }

  @Test
  void aRestartThatWasCalledOffIsNotToldAsDoneAtSomeLaterBoot() {
    exec("r", "long");
    assertThat(runner(CLOCK).run("off", stayOn(), Value.absent()))
        .isEqualTo(new Run.Done("it stays on"));
    assertThat(told()).singleElement().asString().contains("\"r\"", "refused", "called off");

    boot = "second";
    runner(CLOCK).recover();

    assertThat(told()).hasSize(1);
    assertThat(exec("r", "long")).isEqualTo(new Reply.Refused(Code.FORBIDDEN, "called off"));
  }

  @Test
  void aMachineThatIsStillThereLongAfterItsTimeHasNotRestarted() {
    exec("r", "long");
    var ticks = new AtomicLong();
    var late = runner(Clock.offset(CLOCK, Duration.ofHours(9)), ticks::get);
    late.look();
    ticks.addAndGet(Duration.ofMinutes(9).toNanos());
    late.look();
    assertThat(told()).as("it slept over its time").isEmpty();
    ticks.addAndGet(Duration.ofMinutes(2).toNanos());
    late.look();
    assertThat(told())
        .singleElement()
        .asString()
        .contains("failed", "the machine did not restart at the time set");
  }

  @Test
  void whereTheBootIsNotKnownARestartEndsWithTheAgentsStart() {
    boot = "";
    exec("r", "long");
    runner(CLOCK).recover();
    assertThat(told()).singleElement().asString().contains("done", "not known here");
    runner(CLOCK).recover();
    assertThat(told()).hasSize(1);
  }

  @Test
  void aRestartThatEndsTheAgentBeforeItHasAnsweredIsDoneAndHasNotFailed() {
    var sudden =
        new RemoteAction() {
          @Override
          public OmaUri uri() {
            return REBOOT;
          }

          @Override
          public boolean endsMachine() {
            return true;
          }

          @Override
          public Result run(Value argument) {
            throw new AssertionError("the machine is gone");
          }
        };
    assertThatThrownBy(() -> runner(CLOCK).run("r", sudden, Value.absent()))
        .hasMessage("the machine is gone");

    boot = "second";
    runner(CLOCK).recover();

    assertThat(told()).singleElement().asString().contains("done", "is back");
    assertThat(store.history().newest(9))
        .extracting(event -> event.text())
        .containsExactly("Done: the machine was restarted and is back", "Begun.");
  }

  /// Between the word to the system, which will do it, and the note of when.
  @Test
  void aRestartThatIsSetForLaterIsNotLateWhenTheProcessEndsAmidIt() {
    var sudden =
        new RemoteAction() {
          @Override
          public OmaUri uri() {
            return REBOOT;
          }

          @Override
          public boolean endsMachine() {
            return true;
          }

          @Override
          public Duration endsAfter(Value argument) {
            return Duration.ofHours(1);
          }

          @Override
          public Result run(Value argument) {
            throw new AssertionError("the process is gone");
          }
        };
    assertThatThrownBy(() -> runner(CLOCK).run("r", sudden, Value.of("60")))
        .hasMessage("the process is gone");
    var ticks = new AtomicLong();
    var soon = runner(Clock.offset(CLOCK, Duration.ofMinutes(50)), ticks::get);
    soon.recover();
    ticks.addAndGet(Duration.ofMinutes(30).toNanos());
    soon.look();
    assertThat(told()).isEmpty();
    assertThat(soon.going(List.of(REBOOT)).orElseThrow().at())
        .isEqualTo(CLOCK.instant().plus(Duration.ofHours(1)));
  }

  /// Ends the machine at the time it is given.
  private static RemoteAction power(String name) {
    return new RemoteAction() {
      @Override
      public OmaUri uri() {
        return OmaUri.parse("./Device/Vendor/Reeve/Actions/" + name);
      }

      @Override
      public boolean endsMachine() {
        return true;
      }

      @Override
      public Result run(Value argument) {
        return argument.wire().equals("never")
            ? new Result.Refused("not never")
            : new Result.Started(CLOCK.instant().plusSeconds(60));
      }
    };
  }

  @Test
  void ofSeveralThatEndTheMachineOnlyTheLastIsLeft() {
    runner(CLOCK).run("first", power("ShutDown"), Value.of("60"));
    runner(CLOCK).run("refused", power("RebootNow"), Value.of("never"));
    assertThat(told()).isEmpty();
    runner(CLOCK).run("last", power("RebootNow"), Value.of("5"));
    assertThat(told())
        .singleElement()
        .asString()
        .contains("first", "refused", "replaced by a later one");
    boot = "second";
    runner(CLOCK).recover();
    assertThat(told()).last().asString().contains("last", "done", "is back");
    assertThat(told()).hasSize(2);
  }

  @Test
  void whatIsNotOverIsNotForgottenHoweverMuchIsSentAfterIt() {
    exec("r", "long");
    store.transaction(() -> {
      for (int i = 0; i < 501; i++) {
        exec("c" + i, "");
      }
    });
    assertThat(exec("r", "long")).isEqualTo(new Reply.Started());
    assertThat(ran).filteredOn("long"::equals).hasSize(1);
  }

  @Test
  void whatAServiceHasUnderWayIsBounded() {
    for (int i = 0; i < 50; i++) {
      assertThat(exec("r" + i, "long")).isEqualTo(new Reply.Started());
    }
    assertThat(exec("one more", "long").toString()).contains("50 actions are under way");
  }

  @Test
  void whoeverAsksForAThousandActionsADayWaits() {
    crowd();
    assertThat(exec("one more", "").toString()).contains("too much was done within a day");
    assertThat(ran).isEmpty();
    assertThat(store.history().newest(1).getFirst().kind()).isEqualTo("refused");
  }

  private void crowd() {
    store.transaction(() -> {
      for (int i = 0; i < 1_000; i++) {
        store.history().add("action", "./a", "deed " + i);
      }
    });
  }

  @Test
  void aClockThatIsSetBackForgetsNothingNew() {
    var ahead = runner(Clock.offset(CLOCK, Duration.ofDays(30)));
    store.transaction(() -> {
      for (int i = 0; i < 500; i++) {
        ahead.run("future" + i, reboot(), Value.absent());
      }
    });
    exec("now", "");
    exec("now", "");
    assertThat(ran).hasSize(501);
  }

  private List<String> told() {
    return store.outbox().pending(99).stream().map(row -> row.data()).toList();
  }

  @Test
  void whatEndedLongAgoIsForgotten() {
    exec("old", "");
    runner(Clock.offset(CLOCK, Duration.ofDays(89))).recover();
    assertThat(store.notes().startingWith("action/")).hasSize(1);
    runner(Clock.offset(CLOCK, Duration.ofDays(91))).recover();
    assertThat(store.notes().startingWith("action/")).isEmpty();
  }

  @Test
  void onlyTheNewestFiveHundredAreRemembered() {
    store.transaction(() -> {
      for (int i = 0; i < 501; i++) {
        var at = Clock.offset(CLOCK, Duration.ofSeconds(i));
        runner(at).run("c" + i, reboot(), Value.absent());
      }
    });
    assertThat(store.notes().startingWith("action/"))
        .hasSize(500)
        .doesNotContainKey("action/c0")
        .containsKey("action/c500");
  }

  @Test
  void onlyExecIsAllowedOnAnActionAndNothingElseRuns() {
    var requests =
        List.of(
            request("1", Verb.GET, REBOOT, ""),
            request("2", Verb.REPLACE, REBOOT, "1"),
            request("3", Verb.EXEC, ActionBranch.HOME, ""),
            request("4", Verb.EXEC, ActionBranch.HOME.child("Nothing"), ""),
            request("5", Verb.GET, ActionBranch.HOME, ""),
            request("6", Verb.EXEC, OmaUri.parse("./device/vendor/reeve/actions/checknow"), ""),
            request("7", Verb.EXEC, ActionBranch.HOME.child("CheckNow"), "now"));
    assertThat(branch().check(requests))
        .extracting(reply -> reply instanceof Reply.Refused refused ? refused.code() : Code.OK)
        .containsExactly(
            Code.NOT_ALLOWED,
            Code.NOT_ALLOWED,
            Code.NOT_ALLOWED,
            Code.NOT_FOUND,
            Code.OK,
            Code.OK,
            Code.OK);
    assertThat(ran).isEmpty();
    assertThat(branch().handle(requests, false).replies().subList(4, 7))
        .containsExactly(
            new Reply.Interior(List.of("CheckNow")),
            new Reply.Done(),
            new Reply.Refused(Code.FORBIDDEN, "CheckNow takes no argument"));
    assertThat(ran).containsExactly("check");
  }

  @Test
  void itIsMountedAtEveryActionsAddress() {
    assertThat(branch().mounts()).containsExactly(ActionBranch.HOME, REBOOT);
  }
}
