package io.reeve.core.local;

import io.reeve.core.inventory.Inventory;
import io.reeve.policy.Compliance.Standing;
import io.reeve.policy.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Answers as people get them who are not administrators: without what compliance queries found,
/// which may tell of other people, and without the values of confidential settings. The sentences
/// in an answer (details, history, verdicts) hold none of these from the start.
public final class ForEveryone {
  static final String HIDDEN = "(for administrators only)";

  /// What holds nothing that is not for everyone. Whoever makes a new kind of answer decides.
  private static final Set<Class<?>> OPEN =
      Set.of(
          Inventory.Answer.class,
          String.class,
          Views.Answered.class,
          Views.Check.class,
          Views.Ledger.class,
          Views.Status.class,
          Views.Synced.class);

  /// What is made so that it holds nothing else.
  private static final Set<Class<?>> MADE_SO =
      Set.of(
          Standing.class,
          Views.SettingState.class,
          Views.Explanation.class,
          Views.Event.class,
          Views.Desk.class,
          Views.Diagnostics.class);

  /// The kinds of events whose words anybody may read. Of one that is not known here nobody has
  /// decided it.
  static final Set<String> KINDS =
      Set.of(
          "applied",
          "asked",
          "cancelled",
          "confirmed",
          "contested",
          "enrolled",
          "failed",
          "held",
          "ledger",
          "message",
          "not-applicable",
          "note",
          "notice",
          "pending",
          "postponed",
          "released",
          "remediation",
          "removed",
          "renewal",
          "repaired",
          "restart",
          "restarted",
          "rolled-back",
          "routine",
          "script",
          "session",
          "store",
          "unenrolled",
          "warned");

  private ForEveryone() {}

  /// That answer; a list is taken part by part.
  public static Object of(Object answer) {
    return switch (answer) {
      case Standing standing -> standing(standing);
      case Views.SettingState state -> state(state);
      case Views.Explanation explanation -> explanation(explanation);
      case Views.Event event -> event(event);
      case Views.Desk desk -> desk(desk);
      case Views.Diagnostics diagnostics -> diagnostics(diagnostics);
      case List<?> list -> list.stream().map(ForEveryone::of).toList();
      case Object other when OPEN.contains(other.getClass()) -> other;
      case Object other ->
          throw new IllegalStateException(
              other.getClass() + " is neither open to everyone nor made so");
    };
  }

  /// Whether somebody has decided who may see answers of that class.
  static boolean decides(Class<?> answer) {
    return OPEN.contains(answer) || MADE_SO.contains(answer);
  }

  private static Views.Desk desk(Views.Desk all) {
    return new Views.Desk(
        all.stamp(),
        all.status(),
        all.organisation(),
        all.failing().stream().map(Verdict::withoutRows).toList(),
        all.letters(),
        all.recent().stream().map(ForEveryone::event).toList());
  }

  /// That something was done is for everyone; what was asked, and what an action gave, may tell of
  /// other people.
  private static Views.Event event(Views.Event all) {
    var text =
        switch (all.kind()) {
          case "query" -> HIDDEN;
          case "action", "refused" -> firstWord(all.text());
          default -> KINDS.contains(all.kind()) ? all.text() : HIDDEN;
        };
    return new Views.Event(all.at(), all.kind(), all.subject(), text, all.by());
  }

  private static String firstWord(String text) {
    int colon = text.indexOf(": ");
    return colon < 0 ? text : text.substring(0, colon + 2) + HIDDEN;
  }

  /// What the system has written down is for whoever may read its journal.
  private static Views.Diagnostics diagnostics(Views.Diagnostics all) {
    return new Views.Diagnostics(
        all.at(), all.parts().stream().filter(part -> !part.system()).toList());
  }

  private static Standing standing(Standing all) {
    return new Standing(
        all.overall(),
        all.policy(),
        all.judgedAt(),
        all.verdicts().stream().map(Verdict::withoutRows).toList());
  }

  private static Views.SettingState state(Views.SettingState all) {
    return !all.confidential()
        ? all
        : new Views.SettingState(
            all.uri(),
            all.id(),
            hidden(all.wanted()),
            hidden(all.seen()),
            all.state(),
            all.detail(),
            all.needsRestart(),
            true);
  }

  private static Views.Explanation explanation(Views.Explanation all) {
    return !all.state().confidential()
        ? all
        : new Views.Explanation(
            state(all.state()),
            all.sentence(),
            all.authorities().stream().map(ForEveryone::wish).toList(),
            all.conflictRule(),
            all.places().stream().map(ForEveryone::place).toList(),
            all.verdicts(),
            all.history().stream().map(ForEveryone::event).toList());
  }

  private static Views.Wish wish(Views.Wish all) {
    return new Views.Wish(all.authority(), HIDDEN, all.at(), all.wins(), all.counts());
  }

  private static Views.Place place(Views.Place all) {
    return new Views.Place(
        all.address(),
        all.name(),
        all.files(),
        hidden(all.wanted()),
        HIDDEN,
        hidden(all.before()),
        all.changes().stream()
            .map(change -> new Views.Change(change.at(), HIDDEN, change.by()))
            .toList());
  }

  private static Optional<String> hidden(Optional<String> value) {
    return value.map(_ -> HIDDEN);
  }
}
