package io.reeve.core.reconcile;

import java.time.Duration;

/// The way to the service, as far as the agent knows it. Changes that could cut it are put on trial
/// while it holds.
public interface Lifeline {
  /// Whether the service could be reached until now.
  Standing standing();

  /// Changes have been made and are on trial from now on: whoever keeps the time has to end that
  /// with [Trial#confirm] or [Trial#rollBack]. On the loop's thread.
  void onTrial();

  /// Whether the service could be reached until now.
  sealed interface Standing {
    /// It could.
    ///
    /// @param within how soon it has to be reached again after a change
    record Reached(Duration within) implements Standing {}

    /// It could not, or nobody knows.
    ///
    /// @param reason why, in a sentence without a full stop
    record Unknown(String reason) implements Standing {}
  }

  /// There is no service.
  static Lifeline none(String reason) {
    return new Lifeline() {
      @Override
      public Standing standing() {
        return new Standing.Unknown(reason);
      }

      @Override
      public void onTrial() {
        throw new IllegalStateException("nothing is put on trial without a service");
      }
    };
  }
}
