package io.reeve.core.agent;

import java.nio.file.Path;
import java.util.Set;

/// What makes the loop do something.
sealed interface Trigger {
  /// A management session is due: by the schedule, or because something cannot wait.
  record Poll() implements Trigger {}

  /// Files that hold settings changed behind the agent's back.
  record Drift(Set<Path> files) implements Trigger {}

  /// The system announced changes of a mechanism's places.
  record Look(String mechanism) implements Trigger {}

  /// Watches that could not be begun may be tried again.
  record Rewatch() implements Trigger {}

  /// Every wanted place is to be looked at.
  record Sweep() implements Trigger {}

  /// Compliance is to be judged.
  record Judge() implements Trigger {}

  /// The inventory is to be compared with what the service knows.
  record Report() implements Trigger {}

  /// The certificate may be due for renewal.
  record Renew() implements Trigger {}

  /// The service is to be reached, because changes are on trial.
  record Probe() implements Trigger {}

  /// The time of what is on trial is over.
  record Confirm() implements Trigger {}

  /// What could not be put back is to be tried again.
  record PutBack() implements Trigger {}

  /// A script of the service may be due.
  record Scripts() implements Trigger {}

  /// Something may wait for a good moment, or its time may have come.
  record People() implements Trigger {}

  /// The work before may have left memory behind that nobody needs.
  record Rest() implements Trigger {}

  /// There may be a file that says where to enrol.
  record ZeroTouch() implements Trigger {}

  /// What was held back has waited long enough.
  record Release() implements Trigger {}

  /// Someone asks: a person at the machine, or work done elsewhere that hands its result back.
  ///
  /// @param work what to do on the loop's thread; it must not throw
  record Ask(Runnable work) implements Trigger {}
}
