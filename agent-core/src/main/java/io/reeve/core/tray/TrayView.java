package io.reeve.core.tray;

import io.reeve.core.desk.Letter;
import io.reeve.core.desk.MenuEntry;
import io.reeve.core.desk.SafeText;
import io.reeve.core.desk.TrayIcon;
import io.reeve.core.desk.TrayIcon.State;
import io.reeve.core.local.Views;
import io.reeve.core.text.LetterText;
import io.reeve.core.text.Texts;
import io.reeve.policy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What the daemon says, as icon and menu in somebody's language. Pure.
///
/// @param now by this machine's clock
/// @param zone the person's
record TrayView(Texts texts, Instant now, ZoneId zone) {
  /// The actions' ids.
  static final String CHECK = "check";

  static final String SYNC = "sync";
  static final String DIAGNOSTICS = "diagnostics";
  static final String ABOUT = "about";

  /// Begins the id of what puts a message away; its letter's id follows.
  static final String READ = "read/";

  private static final int MOST_RULES = 10;
  private static final int MOST_EVENTS = 12;
  private static final int MOST_LINES_OF_A_MESSAGE = 20;

  /// Nobody answers.
  TrayIcon offline() {
    var sentence = texts.of("status.offline");
    return new TrayIcon(State.OFFLINE, texts.of("label.offline"), sentence, MenuLines.of(sentence));
  }

  /// @param busy the actions that are being done
  TrayIcon of(Views.Desk desk, Set<String> busy) {
    var standing = new Standing(desk, texts, now);
    var sentence = standing.sentence();
    var menu = new ArrayList<MenuEntry>(MenuLines.of(sentence));
    desk.status().planned().ifPresent(planned -> restart(menu, planned));
    desk.status().going().ifPresent(going -> going(menu, going));
    desk.status().held().ifPresent(held -> held(menu, held));
    messages(menu, Standing.messages(desk).toList());
    menu.add(new MenuEntry.Separator());
    desk.failing().stream().limit(MOST_RULES).forEach(rule -> menu.add(rule(rule, busy)));
    if (!desk.failing().isEmpty()) {
      menu.add(new MenuEntry.Separator());
    }
    if (desk.status().enrolled()) {
      menu.add(action(CHECK, "menu.check", "menu.checking", busy));
      menu.add(action(SYNC, "menu.sync", "menu.syncing", busy));
      contact(menu, desk);
    }
    menu.add(history(desk));
    menu.add(action(DIAGNOSTICS, "menu.diagnostics", "menu.diagnosing", busy));
    menu.add(new MenuEntry.Separator());
    menu.add(new MenuEntry.Action(ABOUT, texts.of("menu.about")));
    return icon(standing.state(), sentence, menu);
  }

  private TrayIcon icon(State state, String sentence, List<MenuEntry> menu) {
    var label =
        switch (state) {
          case COMPLIANT -> "label.compliant";
          case ATTENTION -> "label.attention";
          case UNJUDGED -> "label.unjudged";
          case NOT_ENROLLED -> "label.not-enrolled";
          case OFFLINE -> "label.out-of-touch";
        };
    return new TrayIcon(state, texts.of(label), sentence, menu);
  }

  private void restart(List<MenuEntry> menu, Views.PlannedRestart planned) {
    var left = texts.duration(Duration.ofMinutes(planned.minutesLeft()));
    menu.add(new MenuEntry.Separator());
    menu.add(
        new MenuEntry.Text(
            switch (planned.phase()) {
              case "warned" -> texts.of("menu.restart.soon", left);
              case "due" -> texts.of("menu.restart.going");
              default -> texts.of("menu.restart", left);
            }));
    if (!planned.reason().isEmpty()) {
      menu.addAll(MenuLines.of(texts.of("restart.reason", planned.reason())));
    }
    if (!planned.heldBackBy().isEmpty()) {
      var why = texts.of("why." + planned.heldBackBy());
      menu.add(new MenuEntry.Text(texts.of("menu.restart.held", why)));
    }
    menu.add(new MenuEntry.Action(LetterText.NOW, texts.of("menu.restart.now")));
    if (planned.postponable()) {
      menu.add(
          new MenuEntry.Action(
              LetterText.LATER, texts.of("menu.restart.later", planned.postponements())));
    }
  }

  private void going(List<MenuEntry> menu, Views.Going going) {
    menu.add(new MenuEntry.Separator());
    var key = "menu." + LetterText.going(going.uri());
    menu.add(new MenuEntry.Text(texts.of(key, texts.duration(until(going.at())))));
    menu.addAll(MenuLines.of(texts.of("menu.held.hint")));
  }

  private void held(List<MenuEntry> menu, Views.Held held) {
    menu.add(new MenuEntry.Separator());
    menu.addAll(
        MenuLines.of(
            texts.of(
                "menu.held",
                texts.duration(until(held.until())),
                LetterText.action(held.uri(), texts))));
    menu.addAll(MenuLines.of(texts.of("menu.held.hint")));
  }

  private Duration until(Instant at) {
    var left = Duration.between(now, at);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /// They stay until they are read: a notice may have been overlooked.
  private void messages(List<MenuEntry> menu, List<Letter> messages) {
    if (!messages.isEmpty()) {
      menu.add(new MenuEntry.Separator());
    }
    messages.forEach(letter -> menu.add(message(letter)));
  }

  private MenuEntry message(Letter letter) {
    var entries = new ArrayList<MenuEntry>();
    letter
        .text()
        .lines()
        .flatMap(line -> MenuLines.of(line, MOST_LINES_OF_A_MESSAGE).stream())
        .limit(MOST_LINES_OF_A_MESSAGE)
        .forEach(entries::add);
    entries.add(new MenuEntry.Separator());
    entries.add(new MenuEntry.Action(READ + letter.id(), texts.of("menu.message.read")));
    var title = letter.title().isEmpty() ? letter.text() : letter.title();
    return new MenuEntry.Submenu(
        SafeText.cut(texts.of("menu.message", SafeText.line(title)), MenuLines.WIDTH), entries);
  }

  private MenuEntry rule(Verdict rule, Set<String> busy) {
    var entries = new ArrayList<MenuEntry>();
    entries.addAll(MenuLines.of(texts.of("menu.rule.why", rule.actual())));
    entries.addAll(MenuLines.of(texts.of("menu.rule.expected", rule.expected())));
    entries.addAll(
        MenuLines.of(
            rule.remedy().isEmpty()
                ? texts.of("menu.rule.fix.none")
                : texts.of("menu.rule.fix", rule.remedy())));
    rule.graceUntil()
        .filter(until -> until.isAfter(now))
        .ifPresent(
            until -> entries.add(new MenuEntry.Text(texts.of("menu.rule.grace", when(until)))));
    entries.add(new MenuEntry.Separator());
    entries.add(action(CHECK, "menu.check", "menu.checking", busy));
    return new MenuEntry.Submenu(
        SafeText.cut(SafeText.line(rule.title()), MenuLines.WIDTH), entries);
  }

  /// One that is being done cannot be chosen again.
  private MenuEntry action(String id, String key, String doing, Set<String> busy) {
    return busy.contains(id)
        ? new MenuEntry.Text(texts.of(doing))
        : new MenuEntry.Action(id, texts.of(key));
  }

  /// What counts is when the service was reached, not that it was tried.
  private void contact(List<MenuEntry> menu, Views.Desk desk) {
    var from = LetterText.from(desk.organisation(), texts);
    menu.add(
        new MenuEntry.Text(
            desk.status()
                .lastContact()
                .map(at -> texts.of("menu.synced", from, when(at)))
                .orElseGet(() -> texts.of("menu.synced.never", from))));
    desk.status()
        .lastSync()
        .filter(last -> !last.ok())
        .ifPresent(
            last -> menu.add(new MenuEntry.Text(texts.of("menu.synced.failed", when(last.at())))));
  }

  private MenuEntry history(Views.Desk desk) {
    var entries = new ArrayList<MenuEntry>();
    desk.recent().stream()
        .limit(MOST_EVENTS)
        .forEach(event ->
            entries.add(
                new MenuEntry.Text(
                    SafeText.cut(
                        when(event.at()) + ": " + SafeText.line(HistoryLine.of(event, texts)),
                        MenuLines.WIDTH + 20))));
    if (entries.isEmpty()) {
      entries.add(new MenuEntry.Text(texts.of("menu.history.none")));
    }
    return new MenuEntry.Submenu(texts.of("menu.history"), entries);
  }

  private String when(Instant at) {
    var format =
        at.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate())
            ? DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
            : DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT);
    return format.withLocale(texts.locale()).format(at.atZone(zone));
  }
}
