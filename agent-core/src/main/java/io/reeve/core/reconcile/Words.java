package io.reeve.core.reconcile;

import io.reeve.core.reconcile.Configuration.Outcome;

/// Outcomes as people read them in sentences.
final class Words {
  private Words() {}

  /// How a setting fared whose pass a crash had cut off.
  static String ofRecovered(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Applied _ -> "finished";
      case Outcome.NotApplicable(var reason) -> "not applicable: " + reason;
      case Outcome.Pending(var what) -> "goes on: " + what;
      case Outcome.Contested(var why) -> "contested: " + why;
      case Outcome.Failed(var error) -> "could not be finished and is as it was: " + error;
      case Outcome.RolledBack _, Outcome.RollbackFailed _, Outcome.NotExecuted _ -> "undone";
    };
  }
}
