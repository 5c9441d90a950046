package io.reeve.core.reconcile;

import io.reeve.core.reconcile.Configuration.Change;
import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.policy.OmaUri;
import io.reeve.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the tree hears of a pass.
final class FinishedPass implements Configuration.Pass {
  private final List<Outcome> outcomes;
  private final Optional<Runner> undo;
  private Optional<Boolean> undone = Optional.empty();

  @FunctionalInterface
  private interface Runner {
    boolean run();
  }

  private FinishedPass(List<Outcome> outcomes, Optional<Runner> undo) {
    this.outcomes = List.copyOf(outcomes);
    this.undo = undo;
  }

  /// @param uris for each change the address as the catalogue spells it
  static FinishedPass of(
      Passes passes, Ran ran, List<Change> changes, List<Optional<OmaUri>> uris) {
    var outcomes = new ArrayList<Outcome>();
    for (int i = 0; i < changes.size(); i++) {
      var change = changes.get(i);
      outcomes.add(uris.get(i).map(ran::outcome).orElseGet(() -> unknown(change)));
    }
    return new FinishedPass(
        outcomes, ran.stands() ? Optional.of(() -> passes.undo(ran)) : Optional.empty());
  }

  /// A pass that could not begin: nothing was written.
  static FinishedPass notBegun(List<Change> changes, StoreException e) {
    var why = e.getMessage() + "; " + e.hint();
    return new FinishedPass(
        changes.stream().<Outcome>map(_ -> new Outcome.Failed(why)).toList(), Optional.empty());
  }

  private static Outcome unknown(Change change) {
    return new Outcome.Failed("the catalogue has no setting " + change.uri());
  }

  @Override
  public List<Outcome> outcomes() {
    return outcomes;
  }

  @Override
  public boolean undo() {
    if (undone.isEmpty()) {
      undone = Optional.of(undo.map(Runner::run).orElse(true));
    }
    return undone.orElseThrow();
  }
}
