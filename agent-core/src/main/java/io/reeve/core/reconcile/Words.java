package io.reeve.core.reconcile;

import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.policy.Value;

/// Values as people read them in sentences.
final class Words {
  private static final int MOST = 120;

  private Words() {}

  static String of(Value value) {
    return switch (value) {
      case Value.Absent() -> "not set";
      case Value.Bool(var truth) -> Boolean.toString(truth);
      case Value.Int(var number) -> Long.toString(number);
      case Value.Text(var text) -> "'" + shortened(text.strip()) + "'";
      case Value.Bytes(var base64) -> base64.length() / 4 * 3 + " bytes";
    };
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= MOST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MOST)) + "…";
  }

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
