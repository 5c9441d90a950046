package io.reeve.core.reconcile;

import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.policy.Catalog;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.LocalStore;
import io.reeve.store.Outcomes;
import io.reeve.store.Outcomes.State;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down what passes did: each setting's outcome, and sentences for people. What went the
/// same as last time is not told again.
final class Chronicle {
  private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);

  private final Catalog catalog;
  private final LocalStore store;

  Chronicle(Catalog catalog, LocalStore store) {
    this.catalog = catalog;
    this.store = store;
  }

  /// @param notes what people have to know besides, by setting
  void tell(Ran ran, Instant now, Map<OmaUri, String> notes) {
    ran.finished().forEach(this::tell);
    if (ran.stands()) {
      for (var leave : ran.prepared().leaves()) {
        add(
            "left",
            leave.settings(),
            leave.address().words() + " stays as it is: " + leave.reason() + ".");
      }
      ran.scope().forEach(uri -> tellStanding(ran, uri, now, notes.getOrDefault(uri, "")));
    } else {
      ran.scope().forEach(uri -> tellFallen(ran, uri));
    }
  }

  private void tell(Move move) {
    var place = move.address().words();
    var was = words(move, move.intent().previous().value());
    switch (move.goal()) {
      case Move.Goal.Back(var before) ->
          add(
              "removed",
              move.settings(),
              "%s was %s and is %s again, as before."
                  .formatted(place, was, words(move, before.value())));
      case Move.Goal.Put(var value) ->
          add(
              move.found().isPresent() ? "repaired" : "applied",
              move.settings(),
              (move.found().isPresent()
                      ? "%s was found as %s and is %s again."
                      : "%s was %s and is now %s.")
                  .formatted(place, was, words(move, value)));
    }
  }

  private String words(Move move, Value value) {
    return catalog.words(move.settings(), value);
  }

  /// @param note kept with the setting until it is written again
  private void tellStanding(Ran ran, OmaUri uri, Instant now, String note) {
    boolean wanted = ran.demands().settings().containsKey(uri);
    switch (ran.outcome(uri)) {
      case Outcome.Applied(boolean written) -> {
        if (!note.isEmpty()) {
          add("note", List.of(uri), note);
        }
        if (!wanted) {
          store.outcomes().remove(uri);
        } else if (written) {
          store.outcomes().put(uri, State.APPLIED, note, now);
        } else if (store.outcomes().get(uri).filter(Chronicle::isApplied).isEmpty()) {
          store.outcomes().put(uri, State.APPLIED, "", now);
          add("applied", List.of(uri), "It is so already; nothing was written.");
        }
      }
      case Outcome.NotApplicable(var reason) -> note(uri, State.NOT_APPLICABLE, reason, now);
      case Outcome.Pending(var reason) -> note(uri, State.PENDING, reason, now);
      case Outcome.Contested(var why) -> note(uri, State.CONTESTED, why, now);
      case Outcome.Failed(var error) -> note(uri, State.FAILED, error, now);
      case Outcome.RolledBack _, Outcome.RollbackFailed _, Outcome.NotExecuted _ ->
          throw new IllegalStateException("rolled back in a pass that stands: " + uri);
    }
  }

  private static boolean isApplied(Outcomes.Outcome last) {
    return last.state() == State.APPLIED;
  }

  private void note(OmaUri uri, State state, String why, Instant now) {
    if (store.outcomes().put(uri, state, why, now)) {
      add(state.name().toLowerCase(Locale.ROOT).replace('_', '-'), List.of(uri), why);
    }
  }

  private void tellFallen(Ran ran, OmaUri uri) {
    switch (ran.outcome(uri)) {
      case Outcome.Failed(var error) -> add("failed", List.of(uri), error);
      case Outcome.RollbackFailed(var error) ->
          add("failed", List.of(uri), "It could not be taken back: " + error);
      case Outcome.RolledBack _ ->
          add(
              "rolled-back",
              List.of(uri),
              "Taken back, because another change of its group failed.");
      case Outcome.Applied _,
          Outcome.NotApplicable _,
          Outcome.Pending _,
          Outcome.Contested _,
          Outcome.NotExecuted _ -> {}
    }
  }

  void add(String kind, List<OmaUri> subjects, String text) {
    subjects.forEach(uri -> {
      LOG.info("{} {}: {}", kind, uri, text);
      store.history().add(kind, uri.toString(), text);
    });
  }
}
