package io.reeve.core.local;

import io.reeve.policy.Compliance.Standing;
import io.reeve.policy.Verdict;
import java.util.List;
import java.util.Optional;

/// Answers as people get them who are not administrators: without what compliance queries found,
/// which may tell of other people, and without the values of confidential settings. The sentences
/// in an answer (details, history, verdicts) hold none of these from the start.
final class ForEveryone {
  static final String HIDDEN = "(for administrators only)";

  private ForEveryone() {}

  static Object of(Object answer) {
    return switch (answer) {
      case Standing standing -> standing(standing);
      case Views.SettingState state -> state(state);
      case Views.Explanation explanation -> explanation(explanation);
      case List<?> list -> list.stream().map(ForEveryone::of).toList();
      case Object other -> other;
    };
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
            all.history());
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
