package io.reeve.core.tray;

import io.reeve.core.desk.MenuEntry;
import io.reeve.core.desk.SafeText;
import io.reeve.core.desk.TrayIcon;
import io.reeve.core.desk.TrayIcon.State;
import io.reeve.core.local.Views;
import io.reeve.core.text.LetterText;
import io.reeve.core.text.Texts;
import io.reeve.policy.Compliance.Overall;
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

  private static final int MOST_RULES = 10;
  private static final int MOST_EVENTS = 12;
  private static final int WIDTH = 72;
  private static final int MOST_LINES = 4;

  /// Nobody answers.
  TrayIcon offline() {
    var sentence = texts.of("status.offline");
    return icon(State.OFFLINE, sentence, lines(sentence));
  }

  /// @param busy the actions that are being done
  TrayIcon of(Views.Desk desk, Set<String> busy) {
    var sentence = sentence(desk);
    var menu = new ArrayList<MenuEntry>(lines(sentence));
    desk.status().planned().ifPresent(planned -> restart(menu, planned));
    desk.status().held().ifPresent(held -> held(menu, held));
    menu.add(new MenuEntry.Separator());
    desk.failing().stream().limit(MOST_RULES).forEach(rule -> menu.add(rule(rule, busy)));
    if (!desk.failing().isEmpty()) {
      menu.add(new MenuEntry.Separator());
    }
    if (desk.status().enrolled()) {
      menu.add(action(CHECK, "menu.check", "menu.checking", busy));
      menu.add(action(SYNC, "menu.sync", "menu.syncing", busy));
      menu.add(new MenuEntry.Text(contact(desk)));
    }
    menu.add(history(desk));
    menu.add(action(DIAGNOSTICS, "menu.diagnostics", "menu.diagnosing", busy));
    menu.add(new MenuEntry.Separator());
    menu.add(new MenuEntry.Action(ABOUT, texts.of("menu.about")));
    return icon(state(desk), sentence, menu);
  }

  private TrayIcon icon(State state, String sentence, List<MenuEntry> menu) {
    var label =
        switch (state) {
          case COMPLIANT -> "label.compliant";
          case ATTENTION -> "label.attention";
          case NOT_ENROLLED -> "label.not-enrolled";
          case OFFLINE -> "label.offline";
        };
    return new TrayIcon(state, texts.of(label), sentence, menu);
  }

  private static State state(Views.Desk desk) {
    var status = desk.status();
    if (status.held().isPresent() || isUrgent(status)) {
      return State.ATTENTION;
    }
    if (!status.enrolled()) {
      return State.NOT_ENROLLED;
    }
    return switch (status.compliance()) {
      case COMPLIANT, NO_POLICY -> State.COMPLIANT;
      case IN_GRACE, NON_COMPLIANT -> State.ATTENTION;
      case UNKNOWN -> desk.failing().isEmpty() ? State.COMPLIANT : State.ATTENTION;
    };
  }

  private static boolean isUrgent(Views.Status status) {
    return status
        .planned()
        .filter(planned -> Set.of("asked", "warned", "due").contains(planned.phase()))
        .isPresent();
  }

  private String sentence(Views.Desk desk) {
    var from = LetterText.from(desk.organisation(), texts);
    long failing =
        desk.failing().stream().filter(rule -> rule.state() != Verdict.State.UNKNOWN).count();
    if (!desk.status().enrolled()) {
      return texts.of("status.not-enrolled");
    }
    if (desk.status().compliance() == Overall.COMPLIANT && desk.status().restart().isPresent()) {
      return texts.of("status.restart");
    }
    return switch (desk.status().compliance()) {
      case COMPLIANT -> texts.of("status.compliant", from);
      case IN_GRACE -> texts.of("status.grace", failing);
      case NON_COMPLIANT -> texts.of("status.failing", failing);
      case NO_POLICY -> texts.of("status.no-policy", from);
      case UNKNOWN ->
          desk.failing().isEmpty()
              ? texts.of("status.no-policy", from)
              : texts.of("status.unknown");
    };
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
      menu.addAll(lines(texts.of("restart.reason", planned.reason())));
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

  private void held(List<MenuEntry> menu, Views.Held held) {
    var left = Duration.between(now, held.until());
    menu.add(new MenuEntry.Separator());
    menu.addAll(
        lines(
            texts.of(
                "menu.held",
                texts.duration(left.isNegative() ? Duration.ZERO : left),
                LetterText.action(held.uri(), texts))));
    menu.addAll(lines(texts.of("menu.held.hint")));
  }

  private MenuEntry rule(Verdict rule, Set<String> busy) {
    var entries = new ArrayList<MenuEntry>();
    entries.addAll(lines(texts.of("menu.rule.why", rule.actual())));
    entries.addAll(lines(texts.of("menu.rule.expected", rule.expected())));
    entries.addAll(
        lines(
            rule.remedy().isEmpty()
                ? texts.of("menu.rule.fix.none")
                : texts.of("menu.rule.fix", rule.remedy())));
    rule.graceUntil()
        .filter(until -> until.isAfter(now))
        .ifPresent(
            until -> entries.add(new MenuEntry.Text(texts.of("menu.rule.grace", when(until)))));
    entries.add(new MenuEntry.Separator());
    entries.add(action(CHECK, "menu.check", "menu.checking", busy));
    return new MenuEntry.Submenu(SafeText.cut(SafeText.line(rule.title()), WIDTH), entries);
  }

  /// One that is being done cannot be chosen again.
  private MenuEntry action(String id, String key, String doing, Set<String> busy) {
    return busy.contains(id)
        ? new MenuEntry.Text(texts.of(doing))
        : new MenuEntry.Action(id, texts.of(key));
  }

  private String contact(Views.Desk desk) {
    var from = LetterText.from(desk.organisation(), texts);
    return desk.status()
        .lastSync()
        .map(last -> texts.of("menu.synced", from, when(last.at())))
        .orElseGet(() -> texts.of("menu.synced.never", from));
  }

  private MenuEntry history(Views.Desk desk) {
    var entries = new ArrayList<MenuEntry>();
    desk.recent().stream()
        .limit(MOST_EVENTS)
        .forEach(event ->
            entries.add(
                new MenuEntry.Text(
                    SafeText.cut(
                        when(event.at()) + ": " + SafeText.line(event.text()), WIDTH + 20))));
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

  /// A text over as many lines as it needs, up to a few: menus do not break lines.
  static List<MenuEntry> lines(String text) {
    var lines = new ArrayList<MenuEntry>();
    var line = new StringBuilder();
    for (var word : SafeText.line(text).strip().split(" +")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
        lines.add(new MenuEntry.Text(line.toString()));
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(SafeText.cut(word, WIDTH));
    }
    lines.add(new MenuEntry.Text(line.toString()));
    if (lines.size() > MOST_LINES) {
      var last = ((MenuEntry.Text) lines.get(MOST_LINES - 1)).label();
      return List.of(
          lines.get(0), lines.get(1), lines.get(2), new MenuEntry.Text(last + " \u2026"));
    }
    return lines;
  }
}
