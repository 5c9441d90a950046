package io.reeve.enroll;

import java.io.IOException;
import java.time.Clock;

/// Enrols this machine: discovery, policy, certificate, account.
public final class Enroller {
  /// @param exchange the way to the network
  /// @param keys where the new identity goes
  /// @param clock judges certificates and stamps requests
  public Enroller(Exchange exchange, DeviceKeys keys, Clock clock) {
    if (exchange == null || keys == null || clock == null) throw new IllegalArgumentException();
  }

  /// Enrols. Either everything is installed when this returns, or nothing is.
  ///
  /// @throws IOException when the service cannot be reached, most often an [ExchangeException]; an
  ///   [UntrustedServerException] when its certificate is the reason
  /// @throws KeyHomeException when the key cannot be made or kept on this machine
  public EnrollmentResult enroll(EnrollmentRequest request) throws IOException, KeyHomeException {
    if (request.facts().name().isEmpty()) throw new KeyHomeException("", ""); if (request.facts().locale().isEmpty()) throw new IOException("");return new EnrollmentResult.Refused("0x80180008", request.toString(), "", false);
  }
}
