package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.desk.Letter;
import io.reeve.core.desk.Presence;
import io.reeve.core.desk.Presence.Attention;
import io.reeve.core.desk.Presence.Doing;
import io.reeve.core.local.Views;
import io.reeve.harness.demo.Scenery;
import io.reeve.harness.lab.LabConfig;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Verb;
import io.reeve.policy.Verdict;
import io.reeve.policy.Verdict.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What the service asks of the person at the machine, asked of the real daemon over its socket as
/// a tray does.
@EnabledOnOs(OS.LINUX)
final class PersonTest {
  private static final String ACTIONS = "./Device/Vendor/Reeve/Actions/";
  private static final String PERSON = "./Device/Vendor/Reeve/Person/";
  private static final String RETIRE = "./Device/Vendor/MSFT/DMClient/Unenroll";

  @TempDir Path folder;

  /// Waits as a tray does: until something is to be known.
  private static Views.Desk next(Site site, Views.Desk before) throws Exception {
    return waiting(site, before).get(60, TimeUnit.SECONDS);
  }

  private static CompletableFuture<Views.Desk> waiting(Site site, Views.Desk before) {
    return CompletableFuture.supplyAsync(() -> {
      var desk = site.agent().watch(before.stamp(), Presence.here());
      while (desk.stamp().equals(before.stamp())) {
        desk = site.agent().watch(before.stamp(), Presence.here());
      }
      return desk;
    });
  }

  private static int exec(Site site, String action, String argument) throws Exception {
    return site.ask(Verb.EXEC, ACTIONS + action, argument.isEmpty() ? "null" : "chr", argument)
        .status()
        .orElse(0);
  }

  @Test
  void aMessageReachesWhoWaitsAndIsRememberedAsSeen() throws Exception {
    try (var site = Site.start(folder)) {
      site.enrol();
      var set = site.ask(Verb.REPLACE, PERSON + "Organisation", "chr", "Example Ltd");
      assertThat(set.status()).hasValue(200);
      var before = site.agent().watch("", Presence.here());
      var tray = waiting(site, before);
      assertThat(exec(site, "Message", "{\"title\":\"Tonight\",\"text\":\"Updates\\u202e.\"}"))
          .isEqualTo(200);
      var desk = tray.get(60, TimeUnit.SECONDS);
      while (desk.letters().isEmpty()) {
        desk = next(site, desk);
      }
      var letter = desk.letters().getFirst();
      assertThat(letter)
          .isEqualTo(
              new Letter(
                  "message-1",
                  Letter.Kind.MESSAGE,
                  false,
                  "Example Ltd",
                  "Tonight",
                  "Updates\uFFFD.",
                  0,
                  0));
      assertThat(site.agent().answer(letter.id(), "seen").done()).isTrue();
      assertThat(site.agent().watch("", Presence.here()).letters()).isEmpty();
      assertThat(site.history("message")).hasSize(1);
    }
  }

  @Test
  void aMessageWithoutTextAndOneTooManyAreRefused() throws Exception {
    try (var site = Site.start(folder)) {
      site.enrol();
      assertThat(exec(site, "Message", "")).isEqualTo(403);
      assertThat(exec(site, "Message", "{\"text\":\"x\",\"html\":\"<b>\"}")).isEqualTo(403);
      assertThat(exec(site, "Message", "x".repeat(1001))).isEqualTo(403);
      assertThat(site.ask(Verb.REPLACE, PERSON + "MessagesPerHour", "int", "1").status())
          .hasValue(200);
      assertThat(exec(site, "Message", "one")).isEqualTo(200);
      assertThat(exec(site, "Message", "two")).isEqualTo(403);
    }
  }

  @Test
  void aRestartIsPlannedShownAndGivenUpAtTheMachineAndTheServiceHearsOfIt() throws Exception {
    try (var site = Site.start(folder)) {
      site.enrol();
      assertThat(site.ask(Verb.REPLACE, PERSON + "Postponements", "int", "51").status())
          .hasValue(400);
      assertThat(site.ask(Verb.REPLACE, PERSON + "Postponements", "int", "2").status())
          .hasValue(200);
      assertThat(exec(site, "RestartSoon", "{\"reason\":\"updates\",\"deadlineHours\":4}"))
          .isEqualTo(202);
      Await.until("the person is asked", () -> phase(site).equals("asked"));
      var planned = site.agent().status().planned().orElseThrow();
      assertThat(planned.postponements()).isEqualTo(2);
      assertThat(planned.minutesLeft()).isEqualTo(240);
      assertThat(planned.reason()).isEqualTo("updates");
      var stranger = site.agent().answer("restart", "later");
      assertThat(stranger.done()).isFalse();
      assertThat(stranger.text()).contains("logged in");
      assertThat(site.agent().cancel().what()).containsExactly("the planned restart");
      assertThat(site.agent().status().planned()).isEmpty();
      site.agent().sync(true);
      assertThat(site.events("alert.action").toString()).contains("cancelled at the machine by");
      assertThat(site.agent().cancel().what()).isEmpty();
    }
  }

  /// The time it took is printed for reports; nothing depends on it.
  @Test
  void aRestartThatTheHelpdeskAsksForReachesTheTrayThatWaits() throws Exception {
    try (var site = Site.start(folder, LabConfig::withHints)) {
      site.enrol();
      var first = site.queue(Verb.EXEC, ACTIONS + "CheckCompliance", "null", "");
      Await.until(
          "the agent listens",
          () -> site.lab().admin().command(first).orElseThrow().status().isPresent());
      var before = site.agent().watch("", Presence.here());
      var tray = CompletableFuture.supplyAsync(() -> letter(site, before));
      var console = HelpdeskConsole.of(site);
      long pressed = System.nanoTime();
      console.press(ACTIONS + "RestartSoon", "{\"reason\":\"updates\"}");
      var letter = tray.get(60, TimeUnit.SECONDS);
      var took = Duration.ofNanos(System.nanoTime() - pressed);
      System.out.println("from the button to the tray's letter: " + took.toMillis() + " ms");
      assertThat(letter.kind()).isEqualTo(Letter.Kind.RESTART_ASKED);
      assertThat(letter.text()).isEqualTo("updates");
      assertThat(letter.times()).isEqualTo(3);
    }
  }

  /// The time it took is printed for reports; nothing depends on it.
  @Test
  void everyRuleIsCheckedAgainForThePersonWhoAsks() throws Exception {
    try (var site = Site.start(folder)) {
      site.enrol();
      site.assign("demo", false, Scenery.profile().toArray(Item[]::new));
      site.agent().sync(true);
      long pressed = System.nanoTime();
      var judged = site.agent().compliance(true);
      var shown = site.agent().watch("", Presence.here());
      var took = Duration.ofNanos(System.nanoTime() - pressed);
      System.out.printf(
          "check again: %d rules in %d ms%n", judged.verdicts().size(), took.toMillis());
      assertThat(judged.verdicts()).isNotEmpty();
      assertThat(shown.failing())
          .extracting(Verdict::rule)
          .containsExactlyElementsOf(
              judged.verdicts().stream()
                  .filter(each ->
                      !List.of(State.COMPLIANT, State.NOT_APPLICABLE).contains(each.state()))
                  .map(Verdict::rule)
                  .toList());
    }
  }

  private static Letter letter(Site site, Views.Desk before) {
    var desk = before;
    while (desk.letters().isEmpty()) {
      desk = site.agent().watch(desk.stamp(), Presence.here());
    }
    return desk.letters().getFirst();
  }

  private static String phase(Site site) {
    return site.agent().status().planned().map(Views.PlannedRestart::phase).orElse("");
  }

  @Test
  void whatIsPlannedOutlivesTheDaemonAndEndsWithTheEnrolment() throws Exception {
    try (var site = Site.start(folder)) {
      site.enrol();
      assertThat(exec(site, "RestartSoon", "updates")).isEqualTo(202);
      site.stopDaemon();
      site.startDaemon();
      assertThat(site.agent().status().planned()).isPresent();
      site.agent().unenroll();
      assertThat(site.agent().status().planned()).isEmpty();
    }
  }

  @Test
  void whatIsHeldBackIsShownAndAnAdministratorOfTheMachineCanStopIt() throws Exception {
    try (var site = Site.start(folder)) {
      site.enrol();
      assertThat(site.ask(Verb.EXEC, RETIRE, "null", "").status()).hasValue(202);
      assertThat(site.agent().status().held()).map(Views.Held::uri).hasValue(RETIRE);
      var busy = new Presence(List.of(Doing.IN_CALL), Attention.LOCKED, Presence.Power.MAINS, true);
      assertThat(site.agent().watch("", busy).letters())
          .extracting(Letter::kind)
          .containsExactly(Letter.Kind.HELD);
      assertThat(site.agent().cancel().what()).containsExactly(RETIRE);
      assertThat(site.agent().status().held()).isEmpty();
      assertThat(site.agent().status().enrolled()).isTrue();
    }
  }

  @Test
  void aTimeForARestartIsTakenAndGivenBack() throws Exception {
    var schedule = "./Device/Vendor/MSFT/Reboot/Schedule/";
    try (var site = Site.start(folder)) {
      site.enrol();
      assertThat(site.ask(Verb.REPLACE, schedule + "Single", "chr", "soon").status()).hasValue(400);
      var at = "2099-01-01T03:00:00";
      assertThat(site.ask(Verb.REPLACE, schedule + "Single", "chr", at).status()).hasValue(200);
      assertThat(site.ask(Verb.GET, schedule + "Single", "chr", "").results())
          .extracting(Item::value)
          .containsExactly(at);
      assertThat(site.ask(Verb.DELETE, schedule + "Single", "chr", "").status()).hasValue(200);
      assertThat(site.ask(Verb.GET, schedule + "Single", "chr", "").results())
          .extracting(Item::value)
          .allMatch(String::isEmpty);
    }
  }
}
