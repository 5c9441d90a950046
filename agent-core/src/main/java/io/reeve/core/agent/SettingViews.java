package io.reeve.core.agent;

import static java.util.stream.Collectors.joining;

import io.reeve.core.local.Views;
import io.reeve.core.reconcile.SettingStatus;
import io.reeve.policy.DesiredState.Wish;
import io.reeve.policy.Observation;
import io.reeve.policy.Setting;
import io.reeve.policy.Value;
import io.reeve.policy.Verdict;
import io.reeve.store.Contests.Meddling;
import io.reeve.store.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Settings as people and scripts see them.
final class SettingViews {
  private SettingViews() {}

  static Views.SettingState state(SettingStatus status) {
    return new Views.SettingState(
        status.uri().toString(),
        status.setting().id(),
        status.wanted().map(Value::wire),
        seen(status.seen()),
        status.state().wire(),
        status.detail(),
        status.needsRestart(),
        status.setting().confidential());
  }

  /// A row that stands for many settings, of which nobody asks for one. There is no place to look
  /// at.
  static Views.SettingState many(Setting setting) {
    var state = setting.readOnly() ? SettingStatus.State.READ_ONLY : SettingStatus.State.NOT_WANTED;
    return new Views.SettingState(
        setting.uri(),
        setting.id(),
        Optional.empty(),
        Optional.empty(),
        state.wire(),
        "one for each " + SettingNames.holes(setting) + ": " + setting.uri(),
        false,
        setting.confidential());
  }

  static Views.Explanation explanation(
      SettingStatus status, List<Verdict> verdicts, List<History.Event> history) {
    return new Views.Explanation(
        state(status),
        status.setting().sentence(),
        status.wishes().stream().map(wish -> wish(wish, status)).toList(),
        status.why().isEmpty() ? status.setting().conflict().toString() : status.why(),
        status.places().stream().map(SettingViews::place).toList(),
        verdicts,
        history.stream().map(SettingViews::event).toList());
  }

  static Views.Event event(History.Event event) {
    return new Views.Event(event.at(), event.kind(), event.subject(), event.text(), event.by());
  }

  static Views.Ledger ledger(History.Verification verified) {
    return new Views.Ledger(
        verified.trouble().isEmpty(),
        verified.entries(),
        verified.head().map(History.Head::id).orElse(0L),
        verified.head().map(History.Head::hash).orElse(""),
        verified.trouble().orElse(""));
  }

  /// Why the machine needs a restart.
  static Optional<String> restart(List<SettingStatus> waiting, Optional<String> wanted) {
    var reasons = new ArrayList<String>();
    if (!waiting.isEmpty()) {
      reasons.add(
          waiting.stream().map(status -> status.setting().id()).distinct().collect(joining(", "))
              + " then takes effect");
    }
    wanted.ifPresent(reasons::add);
    return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
  }

  static Views.SettingCounts counts(List<SettingStatus> settings) {
    return new Views.SettingCounts(
        settings.size() - count(settings, SettingStatus.State.NOT_OWNED),
        count(settings, SettingStatus.State.APPLIED),
        count(settings, SettingStatus.State.NOT_APPLICABLE),
        count(settings, SettingStatus.State.FAILED)
            + count(settings, SettingStatus.State.ROLLED_BACK),
        count(settings, SettingStatus.State.DRIFTED),
        count(settings, SettingStatus.State.PENDING),
        count(settings, SettingStatus.State.CONTESTED));
  }

  private static int count(List<SettingStatus> settings, SettingStatus.State state) {
    return (int) settings.stream().filter(each -> each.state() == state).count();
  }

  private static Views.Wish wish(Wish wish, SettingStatus status) {
    boolean wins = !status.wishes().isEmpty() && wish.equals(status.wishes().getFirst());
    return new Views.Wish(
        wish.authority().name().toLowerCase(Locale.ROOT),
        wish.entry().value().wire(),
        wish.entry().at(),
        wins && wish.counts(),
        wish.counts());
  }

  private static Views.Place place(SettingStatus.Place place) {
    return new Views.Place(
        place.address().toString(),
        place.address().words(),
        place.files().stream().map(Object::toString).toList(),
        place.wanted().map(SettingViews::words),
        words(place.seen()),
        place.before().map(SettingViews::words),
        place.changes().reversed().stream().map(SettingViews::change).toList());
  }

  private static Views.Change change(Meddling change) {
    return new Views.Change(change.at(), words(change.found()), change.who());
  }

  private static Optional<String> seen(Observation seen) {
    return seen instanceof Observation.Seen(Value value) && !value.isAbsent()
        ? Optional.of(value.wire())
        : Optional.empty();
  }

  private static String words(Observation seen) {
    return switch (seen) {
      case Observation.Seen(Value value) -> words(value);
      case Observation.NotApplicable(String reason) -> "not applicable: " + reason;
      case Observation.Unreadable(String error) -> "unreadable: " + error;
    };
  }

  private static String words(Value value) {
    return value.isAbsent() ? "not set" : value.wire();
  }
}
