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
    throw new UnsupportedOperationException(request.toString());
  }
}
