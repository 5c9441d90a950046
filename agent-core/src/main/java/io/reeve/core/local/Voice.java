package io.reeve.core.local;

import io.reeve.policy.Authority;

/// Whom someone at the machine can speak for. Nobody there can speak for the service.
public enum Voice {
  /// The administrator of this machine.
  LOCAL,
  /// A second manager: another program that manages this machine.
  MANAGER;

  /// Whose wishes those are.
  public Authority authority() {
    return switch (this) {
      case LOCAL -> Authority.LOCAL;
      case MANAGER -> Authority.MANAGER;
    };
  }
}
