package io.reeve.enroll;

import java.util.Arrays;
import java.util.Optional;

/// How a service wants those who enrol to prove their right.
enum AuthPolicy {
  FEDERATED("Federated"),
  CERTIFICATE("Certificate"),
  ON_PREMISE("OnPremise");

  private final String wire;

  AuthPolicy(String wire) {
    this.wire = wire;
  }

  String wire() {
    return wire;
  }

  static Optional<AuthPolicy> of(String wire) {
    return Arrays.stream(values()).filter(it -> it.wire.equalsIgnoreCase(wire.strip())).findFirst();
  }
}
