package io.reeve.core.dm;

/// What happened in a session, in numbers.
///
/// @param messages sent by this device
/// @param commands of the service that were answered
/// @param failed of these, answered with a failure
/// @param alerts of the outbox that the service has acknowledged
/// @param proven whether the service proved itself beyond TLS
public record Tally(int messages, int commands, int failed, int alerts, ServerProven proven) {
  /// Whether the service proved itself beyond TLS.
  public enum ServerProven {
    /// The account has no secret for it.
    NOT_ASKED,
    YES,
    /// The account has a secret, the service did not use it.
    NOT_GIVEN
  }
}
