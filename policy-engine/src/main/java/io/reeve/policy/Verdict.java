package io.reeve.policy;

import java.time.Instant;
import java.util.Optional;

/// The judgement on one compliance rule.
///
/// @param rule the rule's id in the policy document
/// @param title the rule's title, for people
/// @param severity how much a failure matters
/// @param state the judgement
/// @param expected what the rule asks for, in words
/// @param actual what was found, in words
/// @param evidence where it was found: the address, file, or query with its rows
/// @param remedy what a person can do about it; empty when nothing is asked of them
/// @param failingSince when the rule began to fail; empty when it does not fail
/// @param graceUntil until when a failure does not count as non-compliant; empty without a grace
///   period or a failure
public record Verdict(
    String rule,
    String title,
    Severity severity,
    State state,
    String expected,
    String actual,
    String evidence,
    String remedy,
    Optional<Instant> failingSince,
    Optional<Instant> graceUntil) {
  /// Stands between a query and the first of its rows.
  static final String ROWS = " -> ";

  /// The states of a rule.
  public enum State {
    COMPLIANT,
    /// Failing, but still inside the grace period.
    IN_GRACE,
    NON_COMPLIANT,
    /// The rule has no meaning on this machine; it counts neither for nor against.
    NOT_APPLICABLE,
    /// The rule could not be judged; the device is not compliant until it can be.
    UNKNOWN
  }

  /// The same without the rows that a query found, which may tell of other people.
  public Verdict withoutRows() {
    int at = evidence.indexOf(ROWS);
    return at < 0
        ? this
        : new Verdict(
            rule,
            title,
            severity,
            state,
            expected,
            actual,
            evidence.substring(0, at) + ROWS + "rows that only administrators may read",
            remedy,
            failingSince,
            graceUntil);
  }
}
