package io.reeve.core.escrow;

import io.reeve.store.Notes;
import java.time.Instant;
import java.util.Optional;

/// What is known of the local administrator's password, kept over restarts until the enrolment
/// ends. For any thread.
record LapsState(Notes notes) {
  private static final String HOME = "laps/state/";
  private static final String SINCE = HOME + "since";
  private static final String STATUS = HOME + "status";
  private static final String TROUBLE = HOME + "trouble";

  /// Since when whose password is one that the service has.
  ///
  /// @param at by the service's clock
  record Since(Instant at, String account) {}

  /// Empty when the service has given none, or nobody knows which one counts.
  Optional<Since> since() {
    return notes
        .get(SINCE)
        .map(text -> text.split(" ", 2))
        .map(parts -> new Since(Instant.parse(parts[0]), parts[1]));
  }

  /// From now on, and until the end of what is done now is known, nobody knows which one counts.
  void uncertain() {
    notes.remove(SINCE);
  }

  void since(Since since) {
    notes.put(SINCE, since.at() + " " + since.account());
    notes.remove(TROUBLE);
  }

  /// How the last one went that the service has asked for.
  ResetStatus status() {
    return notes.get(STATUS).map(ResetStatus::valueOf).orElse(ResetStatus.DONE);
  }

  void status(ResetStatus status) {
    notes.put(STATUS, status.name());
  }

  /// Why the last one that was due has failed; empty when none has.
  Optional<String> trouble() {
    return notes.get(TROUBLE);
  }

  void trouble(String words) {
    notes.put(TROUBLE, words);
  }

  /// At the agent's start: what went on ended with the process before.
  ///
  /// @param cutOff whether a change was: the service then does not know which one counts, even
  ///   where this machine does, so a password that is changed by its age is changed anew
  void recover(boolean cutOff) {
    if (cutOff) {
      uncertain();
    }
    if (status() == ResetStatus.PENDING) {
      status(ResetStatus.CUT);
    }
  }
}
