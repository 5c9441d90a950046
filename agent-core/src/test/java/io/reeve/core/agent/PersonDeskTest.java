package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.action.Going;
import io.reeve.core.agent.PersonStage.Machine;
import io.reeve.core.desk.Letter;
import io.reeve.core.desk.Presence;
import io.reeve.core.desk.Presence.Attention;
import io.reeve.core.desk.Presence.Doing;
import io.reeve.core.desk.Presence.Power;
import io.reeve.core.local.LocalServer;
import io.reeve.core.person.PlannedRestart.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How people fare with a restart and with messages, on a machine and with people of the test's.
@Timeout(120)
final class PersonDeskTest {
  private static final Duration HALF = Duration.ofSeconds(30);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder;
  private final Machine machine = new Machine();
  private PersonStage stage;

  @BeforeEach
  void annIsHere() {
    machine.comes("ann", true);
    stage = new PersonStage(folder, machine);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private void daemonStartsAnew() {
    stage.close();
    stage = new PersonStage(folder, machine);
  }

  private String ask(String argument) {
    return stage.act("RestartSoon", argument);
  }

  private String asked() {
    return stage.letters("ann").stream().map(Letter::id).findFirst().orElse("");
  }

  @Test
  void itIsPutOffAsOftenAsWasSaidAndThenWarnedOfAndDone() {
    ask("{\"reason\": \"updates\", \"deadlineHours\": 3, \"postponements\": 2}");
    assertThat(stage.pass(HALF)).isEqualTo(Phase.ASKED);
    assertThat(stage.answer("ann", asked(), "later")).isEmpty();
    assertThat(stage.pass(HOUR.minus(HALF))).isEqualTo(Phase.POSTPONED);
    assertThat(stage.pass(HALF)).isEqualTo(Phase.ASKED);
    assertThat(stage.answer("ann", asked(), "later")).isEmpty();
    assertThat(stage.answer("ann", "restart", "later")).contains("cannot be put off any more");
    assertThat(stage.pass(HOUR)).isEqualTo(Phase.ASKED);
    assertThat(stage.answer("ann", asked(), "later")).contains("cannot be put off any more");
    assertThat(stage.pass(HOUR)).isEqualTo(Phase.WARNED);
    assertThat(machine.restarts).isEmpty();
    assertThat(stage.pass(Duration.ofMinutes(10))).isEqualTo(Phase.DUE);
    assertThat(machine.restarts).containsExactly("0");
    machine.boot = "boot 2";
    daemonStartsAnew();
    assertThat(stage.planned()).isEmpty();
  }

  @Test
  void aCallStopsTheCountdownAndTheWarningComesAnew() {
    ask("{\"deadlineHours\": 0}");
    assertThat(stage.pass(Duration.ofMinutes(9))).isEqualTo(Phase.WARNED);
    machine.inCall = true;
    assertThat(stage.pass(HOUR)).isEqualTo(Phase.WAITING);
    machine.inCall = false;
    assertThat(stage.pass(HALF)).isEqualTo(Phase.WARNED);
    assertThat(stage.planned().orElseThrow().left()).isEqualTo(Duration.ofMinutes(10));
    assertThat(machine.restarts).isEmpty();
  }

  @Test
  void aDaemonThatStartsAnewGoesOnWhereItWasAndCountsTheTimeBetween() {
    ask("{\"deadlineHours\": 3, \"postponements\": 1}");
    stage.pass(HALF);
    stage.answer("ann", asked(), "later");
    stage.pass(MINUTE);
    daemonStartsAnew();
    assertThat(stage.planned().orElseThrow().phase()).isEqualTo(Phase.POSTPONED);
    stage.close();
    machine.sleeps(Duration.ofHours(2));
    stage = new PersonStage(folder, machine);
    stage.look();
    assertThat(stage.planned().orElseThrow().untilDeadline()).isLessThanOrEqualTo(HOUR);
    assertThat(stage.planned().orElseThrow().postponements()).isZero();
  }

  @Test
  void aClockThatStepsTakesNobodysTimeAway() {
    ask("{\"deadlineHours\": 24}");
    stage.pass(MINUTE);
    machine.stepsClock(Duration.ofDays(400));
    assertThat(stage.pass(HALF)).isEqualTo(Phase.ASKED);
    var left = stage.planned().orElseThrow().untilDeadline();
    assertThat(left).isBetween(Duration.ofHours(15), Duration.ofHours(16));
    machine.stepsClock(Duration.ofDays(-800));
    stage.pass(HALF);
    assertThat(stage.planned().orElseThrow().untilDeadline()).isEqualTo(left.minus(HALF));
  }

  @Test
  void whoOpensALaptopThatSleptStillHasTheTimeToSave() {
    ask("{\"deadlineHours\": 0}");
    stage.pass(MINUTE);
    machine.sleeps(Duration.ofDays(3));
    stage.look();
    assertThat(stage.planned().orElseThrow().phase()).isEqualTo(Phase.WARNED);
    assertThat(stage.planned().orElseThrow().left()).isGreaterThan(Duration.ofMinutes(7));
  }

  @Test
  void theServiceCallsItOff() {
    ask("{\"deadlineHours\": 0}");
    stage.pass(MINUTE);
    assertThat(stage.act("CancelRestart", "")).contains("given up");
    assertThat(stage.letters("ann")).isEmpty();
    stage.pass(HOUR);
    assertThat(machine.restarts).isEmpty();
  }

  @Test
  void ofTwoThatAreAskedForTheSoonerCounts() {
    ask("{\"reason\": \"late\", \"deadlineHours\": 24}");
    ask("{\"reason\": \"soon\", \"deadlineHours\": 1}");
    ask("{\"reason\": \"later\", \"deadlineHours\": 2}");
    assertThat(stage.planned().orElseThrow().reason()).isEqualTo("soon");
    stage.pass(Duration.ofMinutes(65));
    ask("{\"reason\": \"at once\", \"deadlineHours\": 0}");
    assertThat(stage.planned().orElseThrow().phase()).isEqualTo(Phase.WARNED);
    stage.pass(Duration.ofMinutes(7));
    assertThat(machine.restarts).hasSize(1);
  }

  @Test
  void aRestartThatTheSystemRefusedComesOnlyWithALookAndAWarningAgain() {
    ask("{\"deadlineHours\": 0}");
    machine.refusal = "an update is being installed";
    machine.goes("ann");
    stage.pass(HALF);
    assertThat(machine.restarts).hasSize(1);
    assertThat(stage.happened()).anyMatch(text -> text.contains("an update is being installed"));
    machine.refusal = "";
    machine.comes("ann", true);
    machine.inCall = true;
    stage.pass(Duration.ofHours(2));
    assertThat(machine.restarts).as("nobody's call is cut off").hasSize(1);
    machine.inCall = false;
    assertThat(stage.pass(HALF)).isEqualTo(Phase.WARNED);
    stage.pass(Duration.ofMinutes(10));
    assertThat(machine.restarts).hasSize(2);
  }

  @Test
  void aSystemThatSaysItGoesDownAndDoesNotIsWarnedOfAnew() {
    ask("{\"deadlineHours\": 0}");
    stage.pass(Duration.ofMinutes(11));
    assertThat(machine.restarts).hasSize(1);
    stage.pass(Duration.ofMinutes(10));
    assertThat(stage.planned().orElseThrow().phase()).isIn(Phase.WAITING, Phase.WARNED);
    assertThat(machine.restarts).hasSize(1);
    assertThat(stage.happened()).anyMatch(text -> text.contains("did not"));
  }

  @Test
  void whoCannotBeToldIsTriedAgainAndTheHistorySaysSo() {
    machine.deaf = true;
    stage.act("Message", "lunch");
    stage.look();
    stage.settle(() -> stage.happened().stream().anyMatch(text -> text.contains("to ann")));
    machine.deaf = false;
    stage.look();
    stage.settle(() -> machine.told.contains("ann: lunch"));
    stage.settle(() ->
        stage.happened().stream().anyMatch(text -> text.contains("screen or terminal of ann")));
    assertThat(stage.letters("ann")).as("nobody knows whether she read it").hasSize(1);
    daemonStartsAnew();
    stage.pass(MINUTE);
    assertThat(machine.told).as("she is told once").containsExactly("ann: lunch");
    assertThat(stage.answer("ann", "message-1", "seen")).isEmpty();
    assertThat(stage.letters("ann")).isEmpty();
    assertThat(stage.happened()).anyMatch(text -> text.contains("put away by ann"));
  }

  @Test
  void whatATrayCannotShowIsShownByOtherMeans() {
    stage.hears("ann");
    stage.act("Message", "lunch");
    stage.pass(HALF);
    assertThat(machine.told).isEmpty();
    assertThat(stage.answer("ann", "message-1", "not-shown")).isEmpty();
    stage.look();
    stage.settle(() -> machine.told.contains("ann: lunch"));
    assertThat(stage.happened()).anyMatch(text -> text.contains("tray of ann could not show it"));
  }

  @Test
  void aLetterThatATrayHasShownIsWrittenDownOnce() {
    stage.hears("ann");
    ask("{\"deadlineHours\": 0}");
    stage.pass(HALF);
    stage.answer("ann", "restart-warned", "put");
    stage.answer("ann", "restart-warned", "put");
    stage.answer("ann", "restart-warned-7", "put");
    assertThat(stage.happened()).filteredOn(text -> text.contains("put on the screen")).hasSize(1);
  }

  @Test
  void whatIsPutAwayStaysAwayWhateverTheNameOfTheUser() {
    machine.comes("PC\\Ann Smith", true);
    ask("{\"deadlineHours\": 0}");
    stage.pass(HALF);
    assertThat(stage.answer("PC\\Ann Smith", "restart-warned", "seen")).isEmpty();
    assertThat(stage.letters("PC\\Ann Smith")).isEmpty();
    assertThat(stage.letters("ann")).hasSize(1);
  }

  @Test
  void whatIsRefusedOrMeansNothingCostsNothing() {
    ask("{\"deadlineHours\": 72}");
    stage.pass(HALF);
    int wishes = stage.wishes.get();
    int rings = stage.rings.get();
    for (int i = 0; i < 50; i++) {
      assertThat(stage.answer("eve", "restart", "restart-now")).isNotEmpty();
      assertThat(stage.answer("eve", "message-" + i, "seen")).isEmpty();
      assertThat(stage.answer("eve", "x" + i, "not-shown")).isEmpty();
    }
    assertThat(stage.wishes.get()).isEqualTo(wishes);
    assertThat(stage.rings.get()).isEqualTo(rings);
    assertThat(stage.happened()).noneMatch(text -> text.contains("eve"));
  }

  @Test
  void whomTheSystemDoesNotNameCanOnlyHaveTheWarningBegin() {
    ask("{\"deadlineHours\": 72}");
    stage.pass(HALF);
    for (int i = 0; i < 50; i++) {
      assertThat(stage.answer(LocalServer.UNNAMED, "restart", "restart-now")).isEmpty();
    }
    assertThat(stage.pass(Duration.ofMinutes(9))).isEqualTo(Phase.WARNED);
    assertThat(machine.restarts).isEmpty();
    assertThat(stage.happened()).filteredOn(text -> text.contains("wants the restart")).hasSize(1);
    stage.pass(MINUTE);
    assertThat(machine.restarts).hasSize(1);
  }

  @Test
  void aTrayWithoutANameKeepsNobodyFromBeingWarned() {
    stage.hears(LocalServer.UNNAMED);
    stage.act("Message", "lunch");
    ask("{\"deadlineHours\": 0}");
    stage.pass(HALF);
    stage.settle(() -> !machine.told.isEmpty());
    assertThat(machine.told).singleElement().asString().contains("Save your work now");
  }

  @Test
  void aMachineThatGoesDownWhoeverIsHereIsSeenToAndOnceMoreShortlyBefore() {
    machine.going =
        Optional.of(new Going("7", GoingDown.RESTART.toString(), machine.wall.plusSeconds(1800)));
    stage.pass(HALF);
    var first = stage.letters("ann").getFirst();
    assertThat(first.kind()).isEqualTo(Letter.Kind.GOING);
    assertThat(first.minutes()).isEqualTo(30);
    stage.settle(() -> machine.told.size() == 1);
    stage.pass(Duration.ofMinutes(20));
    stage.settle(() -> machine.told.size() == 2);
    assertThat(stage.letters("ann").getFirst().id()).isNotEqualTo(first.id());
    machine.going = Optional.empty();
    assertThat(stage.letters("ann")).isEmpty();
  }

  @Test
  void aDefectOfTheSystemsWordEndsNothing() {
    ask("{\"deadlineHours\": 0}");
    machine.defect = true;
    assertThat(stage.pass(MINUTE)).isEqualTo(Phase.WARNED);
    stage.pass(Duration.ofMinutes(10));
    assertThat(machine.restarts).hasSize(1);
  }

  @Test
  void aMessageWaitsForTheEndOfTheCallAndAnUrgentOneDoesNot() {
    machine.inCall = true;
    stage.act("Message", "lunch");
    stage.act("Message", "{\"text\": \"leave the house\", \"urgent\": true}");
    stage.look();
    assertThat(stage.letters("ann")).extracting(Letter::text).doesNotContain("lunch");
    stage.settle(() -> machine.told.contains("ann: leave the house"));
    assertThat(machine.told).doesNotContain("ann: lunch");
    machine.inCall = false;
    stage.look();
    stage.settle(() -> machine.told.contains("ann: lunch"));
  }

  @Test
  void onlyWhoWorksAtTheScreenDecides() {
    machine.comes("bob", false);
    ask("{\"deadlineHours\": 3}");
    stage.pass(HALF);
    assertThat(stage.answer("eve", asked(), "restart-now"))
        .contains("Only somebody who is logged in");
    assertThat(stage.answer("bob", asked(), "restart-now"))
        .contains("Only somebody who is logged in");
    assertThat(stage.answer("bob", asked(), "later")).contains("Only somebody who is logged in");
    assertThat(stage.answer("ann", "restart-asked-7", "later")).contains("out of date");
    assertThat(stage.answer("ann", asked(), "dance")).contains("no such button");
    assertThat(stage.planned().orElseThrow().phase()).isEqualTo(Phase.ASKED);
  }

  @Test
  void whereOthersWorkTooNowMeansAWarningForThem() {
    machine.comes("bob", false);
    ask("{\"deadlineHours\": 3}");
    stage.pass(HALF);
    assertThat(stage.answer("ann", asked(), "restart-now")).isEmpty();
    assertThat(stage.pass(HALF)).isEqualTo(Phase.WARNED);
    assertThat(stage.letters("bob")).extracting(Letter::id).containsExactly("restart-warned");
    stage.pass(Duration.ofMinutes(10));
    assertThat(machine.restarts).hasSize(1);
  }

  @Test
  void whoIsAloneRestartsAtOnce() {
    ask("{\"deadlineHours\": 3}");
    stage.pass(HALF);
    assertThat(stage.answer("ann", "restart", "restart-now")).isEmpty();
    stage.pass(HALF);
    assertThat(machine.restarts).hasSize(1);
  }

  @Test
  void atAMachineWithoutAScreenWhoeverIsLoggedInDecides() {
    machine.goes("ann");
    machine.comes("bob", false);
    ask("{\"deadlineHours\": 3}");
    stage.pass(HALF);
    assertThat(stage.answer("bob", "restart", "later")).isEmpty();
  }

  /// Any program of a person's can speak as their tray.
  @Test
  void noTrayCanHaveTheMachineRestartedUnderSomebodysHands() {
    ask("{\"deadlineHours\": 3}");
    stage.hears("ann", new Presence(List.of(), Attention.NOBODY, Power.MAINS, false));
    assertThat(stage.pass(HALF)).isEqualTo(Phase.WAITING);
    assertThat(machine.restarts).isEmpty();
  }

  @Test
  void noTrayCanHoldARestartByABatteryThatTheSystemDoesNotHave() {
    ask("{\"deadlineHours\": 0}");
    stage.hears("ann", new Presence(List.of(), Attention.HERE, new Power(true, 1), true));
    assertThat(stage.pass(HALF)).isEqualTo(Phase.WARNED);
  }

  @Test
  void aTrayOverTheNetworkSaysNothingForWhoWorksAtTheScreen() {
    machine.comes("bob", false);
    ask("{\"deadlineHours\": 3}");
    stage.hears("bob", new Presence(List.of(Doing.IN_CALL), Attention.LOCKED, Power.MAINS, false));
    assertThat(stage.pass(HALF)).isEqualTo(Phase.ASKED);
    stage.hears("ann", new Presence(List.of(), Attention.LOCKED, Power.MAINS, false));
    stage.act("Message", "lunch");
    stage.look();
    assertThat(stage.letters("ann")).extracting(Letter::text).doesNotContain("lunch");
  }

  @Test
  void aPresentationThatOnlyATrayKnowsOfHoldsTheInventoryBackToo() {
    assertThat(stage.againstScan()).isEmpty();
    stage.hears("ann", new Presence(List.of(Doing.PRESENTING), Attention.HERE, Power.MAINS, false));
    assertThat(stage.againstScan()).hasValue("presenting");
  }
}
