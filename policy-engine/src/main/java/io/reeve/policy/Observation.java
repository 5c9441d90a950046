package io.reeve.policy;

/// What was found when a place on the machine, or all places of a setting, were looked at.
public sealed interface Observation {
  /// The value in force.
  record Seen(Value value) implements Observation {}

  /// This machine cannot hold the setting; the reason is shown to people. Never counts as
  /// compliant.
  record NotApplicable(String reason) implements Observation {}

  /// Reading failed; the text says what and why.
  record Unreadable(String error) implements Observation {}
}
