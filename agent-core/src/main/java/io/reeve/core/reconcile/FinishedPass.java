package io.reeve.core.reconcile;

import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.store.StoreException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// What the tree hears of a pass.
final class FinishedPass implements Configuration.Pass {
  private final List<Outcome> outcomes;
  private final Optional<BooleanSupplier> undo;
  private Optional<Boolean> undone = Optional.empty();

  private FinishedPass(List<Outcome> outcomes, Optional<BooleanSupplier> undo) {
    this.outcomes = List.copyOf(outcomes);
    this.undo = undo;
  }

  /// A pass that ran.
  ///
  /// @param undo takes it back and tells whether all of it could be; not asked of one that fell
  static FinishedPass of(Ran ran, List<Outcome> outcomes, BooleanSupplier undo) {
    return new FinishedPass(outcomes, ran.stands() ? Optional.of(undo) : Optional.empty());
  }

  /// A pass that was refused as a whole.
  static FinishedPass refused(List<Outcome> outcomes) {
    return new FinishedPass(outcomes, Optional.empty());
  }

  /// A pass that could not begin: nothing was written.
  static FinishedPass notBegun(int changes, StoreException e) {
    var why = e.getMessage() + "; " + e.hint();
    return new FinishedPass(
        Collections.nCopies(changes, new Outcome.Failed(why)), Optional.empty());
  }

  @Override
  public List<Outcome> outcomes() {
    return outcomes;
  }

  @Override
  public boolean undo() {
    if (undone.isEmpty()) {
      undone = Optional.of(undo.map(BooleanSupplier::getAsBoolean).orElse(true));
    }
    return undone.orElseThrow();
  }
}
