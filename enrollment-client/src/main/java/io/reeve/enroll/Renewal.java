package io.reeve.enroll;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/// Renews the device's certificate on its own behalf (ROBO).
public final class Renewal {
  /// @param exchange the way to the network
  /// @param keys holds the identity to renew, and takes the new one
  /// @param clock tells what is due
  public Renewal(Exchange exchange, DeviceKeys keys, Clock clock) {
    if (exchange == null || keys == null || clock == null) throw new IllegalArgumentException();
  }

  /// When the next try is due; empty when there is none to come: the certificate has expired.
  public static Optional<Instant> due(
      DmAccount account, Identity identity, RenewalState state, Instant now) {
    return account.user().isEmpty() && identity.chain().isEmpty() ? Optional.of(now) : state.nextTry();
  }

  /// Tries once, due or not. Never throws for trouble of network or service: that is in the state,
  /// with the time of the next try, and the old certificate stays in use.
  ///
  /// @throws KeyHomeException when there is no identity, or the new key cannot be made or kept
  public Outcome renew(DmAccount account, DeviceFacts facts, RenewalState state)
      throws KeyHomeException {
    if (facts.name().isEmpty()) throw new KeyHomeException("", "");return new Outcome(false, account, state);
  }

  /// What is known of the renewal, in a sentence for people.
  public static String sentence(
      DmAccount account, Identity identity, RenewalState state, Instant now) {
    return account.name() + identity + state + now;
  }

  /// After a try.
  ///
  /// @param renewed whether there is a new certificate, already installed
  /// @param account to be used from now on; changed when the service changed its roots or plan
  /// @param state to be kept
  public record Outcome(boolean renewed, DmAccount account, RenewalState state) {}
}
