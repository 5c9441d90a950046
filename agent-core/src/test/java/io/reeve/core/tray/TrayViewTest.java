package io.reeve.core.tray;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.desk.Letter;
import io.reeve.core.desk.MenuEntry;
import io.reeve.core.desk.TrayIcon.State;
import io.reeve.core.local.Views;
import io.reeve.core.text.Texts;
import io.reeve.policy.Compliance.Overall;
import io.reeve.policy.Severity;
import io.reeve.policy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrayViewTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private static TrayView view(Locale language) {
    return new TrayView(Texts.of(language), NOON, ZoneOffset.UTC);
  }

  static Views.Desk desk(
      boolean enrolled,
      Overall overall,
      List<Verdict> failing,
      Optional<Views.PlannedRestart> planned,
      Optional<Views.Held> held) {
    var status =
        new Views.Status(
            "0.1.0",
            true,
            enrolled,
            Optional.empty(),
            Optional.of(new Views.SyncRecord(NOON.minusSeconds(600), true, "ok", 1, 1)),
            Optional.empty(),
            overall,
            new Views.SettingCounts(0, 0, 0, 0, 0, 0, 0),
            Optional.empty(),
            planned,
            held,
            Optional.empty(),
            Optional.of(NOON.minusSeconds(600)));
    var event =
        new Views.Event(
            NOON.minusSeconds(60), "applied", "x", "Host name is now lap-7.", "service");
    return new Views.Desk("1", status, "Example Ltd", failing, List.of(), List.of(event));
  }

  static Verdict rule(String title, String remedy) {
    return new Verdict(
        "r",
        title,
        Severity.HIGH,
        Verdict.State.NON_COMPLIANT,
        "encrypted",
        "not encrypted",
        "",
        remedy,
        Optional.of(NOON),
        Optional.empty());
  }

  /// A menu as text: indented, chosen ones with their id.
  private static List<String> words(List<MenuEntry> entries, String indent) {
    var words = new ArrayList<String>();
    for (var entry : entries) {
      switch (entry) {
        case MenuEntry.Text(String label) -> words.add(indent + label);
        case MenuEntry.Action(String id, String label) -> words.add(indent + label + " -> " + id);
        case MenuEntry.Separator() -> words.add(indent + "----");
        case MenuEntry.Submenu(String label, var inner) -> {
          words.add(indent + label);
          words.addAll(words(inner, indent + "  "));
        }
      }
    }
    return words;
  }

  @ParameterizedTest
  @CsvSource({
    "true,  COMPLIANT,     COMPLIANT",
    "true,  NO_POLICY,     UNJUDGED",
    "true,  UNKNOWN,       UNJUDGED",
    "true,  IN_GRACE,      ATTENTION",
    "true,  NON_COMPLIANT, ATTENTION",
    "false, NO_POLICY,     NOT_ENROLLED",
  })
  void theIconTellsHowThingsStand(boolean enrolled, Overall overall, State state) {
    var desk = desk(enrolled, overall, List.of(), Optional.empty(), Optional.empty());
    assertThat(view(Locale.ENGLISH).of(desk, Set.of()).state()).isEqualTo(state);
  }

  @Test
  void aRuleThatIsNotMetSaysWhyAndWhatToDoAndCanBeCheckedAgain() {
    var desk =
        desk(
            true,
            Overall.NON_COMPLIANT,
            List.of(rule("The disk is encrypted", "Ask IT for a new disk.")),
            Optional.empty(),
            Optional.empty());
    var icon = view(Locale.ENGLISH).of(desk, Set.of());
    assertThat(icon.sentence()).isEqualTo("One rule is not met.");
    assertThat(icon.label()).isEqualTo("Reeve: something needs your attention");
    assertThat(words(icon.menu(), ""))
        .containsExactly(
            "One rule is not met.",
            "----",
            "The disk is encrypted",
            "  Why: not encrypted",
            "  Expected: encrypted",
            "  What to do: Ask IT for a new disk.",
            "  ----",
            "  Check again -> check",
            "----",
            "Check again -> check",
            "Sync now -> sync",
            "Last contact with Example Ltd: 11:50\u202fAM",
            "What IT did here",
            "  11:59\u202fAM: Setting in force: x",
            "Collect diagnostics -> diagnostics",
            "----",
            "About Reeve -> about");
  }

  @Test
  void aPlannedRestartCanBePutOffAsLongAsThatMayBe() {
    var planned = new Views.PlannedRestart("asked", "security updates", 180, 2, true, "in_call");
    var desk = desk(true, Overall.COMPLIANT, List.of(), Optional.of(planned), Optional.empty());
    var icon = view(Locale.GERMAN).of(desk, Set.of());
    assertThat(icon.state()).isEqualTo(State.ATTENTION);
    assertThat(words(icon.menu(), ""))
        .contains(
            "Neustart steht an, sp\u00e4testens in 3 Stunden",
            "Grund: security updates",
            "Er wartet: Sie sind in einem Gespr\u00e4ch",
            "Jetzt neu starten -> restart-now",
            "Sp\u00e4ter (noch 2 Mal) -> later");
    var last = new Views.PlannedRestart("warned", "", 9, 0, false, "");
    var warned = desk(true, Overall.COMPLIANT, List.of(), Optional.of(last), Optional.empty());
    assertThat(words(view(Locale.ENGLISH).of(warned, Set.of()).menu(), ""))
        .contains("This computer restarts in 9 minutes", "Restart now -> restart-now")
        .noneMatch(line -> line.contains("Later"));
  }

  private static Views.Desk with(Views.Desk desk, List<Letter> letters) {
    return new Views.Desk(
        "1", desk.status(), desk.organisation(), desk.failing(), letters, desk.recent());
  }

  private static Views.Desk inTouch(
      boolean ok, Optional<Instant> last, Optional<Views.Going> going) {
    var desk = desk(true, Overall.COMPLIANT, List.of(), Optional.empty(), Optional.empty());
    var was = desk.status();
    var status =
        new Views.Status(
            was.version(),
            true,
            true,
            was.account(),
            Optional.of(new Views.SyncRecord(NOON.minusSeconds(60), ok, "x", 1, 1)),
            was.nextSync(),
            was.compliance(),
            was.settings(),
            was.restart(),
            was.planned(),
            was.held(),
            going,
            last);
    return new Views.Desk("1", status, "Example Ltd", List.of(), List.of(), List.of());
  }

  @ParameterizedTest(name = "reached {0}: {1} ago")
  @CsvSource({
    "true,  PT1M,  COMPLIANT, Last contact with Example Ltd: 11:59\u202fAM",
    "false, PT23H, COMPLIANT, It could not be reached at 11:59\u202fAM",
    "false, PT25H, OFFLINE,   It could not be reached at 11:59\u202fAM",
    "false, ,      OFFLINE,   No contact with Example Ltd yet",
  })
  void contactIsWhenTheServiceWasReachedAndNotWhenItWasTried(
      boolean ok, Duration ago, State state, String line) {
    var desk = inTouch(ok, Optional.ofNullable(ago).map(NOON::minus), Optional.empty());
    var icon = view(Locale.ENGLISH).of(desk, Set.of());
    assertThat(icon.state()).isEqualTo(state);
    assertThat(words(icon.menu(), "")).contains(line);
    if (state == State.OFFLINE) {
      assertThat(icon.label()).isEqualTo("Reeve: no contact with the service");
      assertThat(icon.sentence()).contains("no contact with Example Ltd");
    }
  }

  @Test
  void aMachineThatGoesDownSaysWhenAndWhoCanStopIt() {
    var going = new Views.Going("./Device/Vendor/Reeve/Actions/ShutDown", NOON.plusSeconds(300));
    var icon =
        view(Locale.GERMAN).of(inTouch(true, Optional.of(NOON), Optional.of(going)), Set.of());
    assertThat(icon.state()).isEqualTo(State.ATTENTION);
    assertThat(words(icon.menu(), ""))
        .contains("Dieser Computer schaltet sich in 5 Minuten aus")
        .anyMatch(line -> line.contains("reeve cancel"));
  }

  @Test
  void aMessageStaysInTheMenuUntilItIsRead() {
    var desk = desk(true, Overall.COMPLIANT, List.of(), Optional.empty(), Optional.empty());
    var letter =
        new Letter(
            "message-4", Letter.Kind.MESSAGE, false, "Example Ltd", "", "Lunch.\nAt noon.", 0, 0);
    var icon = view(Locale.ENGLISH).of(with(desk, List.of(letter)), Set.of());
    assertThat(icon.state()).isEqualTo(State.ATTENTION);
    assertThat(words(icon.menu(), ""))
        .contains(
            "Message: Lunch. At noon.",
            "  Lunch.",
            "  At noon.",
            "  I have read it -> read/message-4");
  }

  @ParameterizedTest
  @CsvSource({
    "applied, ./Device/Vendor/MSFT/Policy/Config/DeviceLock/MinLength, x, Einstellung gilt:"
        + " DeviceLock/MinLength",
    "action,  ./Device/Vendor/MSFT/RemoteLock/Lock, Done: all, Erledigt: den Bildschirm sperren",
    "refused, ./Device/Vendor/MSFT/RemoteWipe/doWipe, Refused: x, Abgelehnt: alle Daten auf diesem"
        + " Computer l\u00f6schen",
    "asked,   the machine, x, Sie wurden um einen Neustart gebeten",
    "unheard, y, As it is., As it is.",
  })
  void whatWasDoneIsSaidInThePersonsLanguage(
      String kind, String subject, String text, String line) {
    var event = new Views.Event(NOON, kind, subject, text, "service");
    assertThat(HistoryLine.of(event, Texts.of(Locale.GERMAN))).isEqualTo(line);
  }

  @Test
  void whatIsHeldBackIsThereWithItsTime() {
    var held = new Views.Held("./Device/Vendor/MSFT/RemoteWipe/doWipe", NOON.plusSeconds(9 * 60));
    var desk = desk(true, Overall.COMPLIANT, List.of(), Optional.empty(), Optional.of(held));
    assertThat(words(view(Locale.ENGLISH).of(desk, Set.of()).menu(), ""))
        .contains("In 9 minutes: erase all data on this computer");
  }

  @Test
  void whatIsBeingDoneCannotBeChosenAgain() {
    var desk = desk(true, Overall.COMPLIANT, List.of(), Optional.empty(), Optional.empty());
    assertThat(words(view(Locale.ENGLISH).of(desk, Set.of("sync")).menu(), ""))
        .contains("Syncing ...")
        .noneMatch(line -> line.endsWith("-> sync"));
  }

  @Test
  void aTextOfOthersCannotPretendToBeSomethingElseAndStaysShort() {
    var desk =
        desk(
            true,
            Overall.NON_COMPLIANT,
            List.of(rule("a\u202eb\u001b[31m" + "c".repeat(500), "word ".repeat(500))),
            Optional.empty(),
            Optional.empty());
    assertThat(words(view(Locale.ENGLISH).of(desk, Set.of()).menu(), ""))
        .allMatch(line -> line.length() <= 100)
        .noneMatch(line -> line.contains("\u202e") || line.contains("\u001b"))
        .hasSizeLessThan(40);
  }
}
