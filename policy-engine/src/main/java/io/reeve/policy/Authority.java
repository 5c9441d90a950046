package io.reeve.policy;

/// Who asks for a setting. Values of different authorities are kept apart and merged by the row's
/// conflict rule.
public enum Authority {
  /// The management service this device is enrolled with.
  SERVICE,
  /// A second manager.
  MANAGER,
  /// The administrator of this machine.
  LOCAL;

  /// Who this is, in a sentence.
  public String words() {
    return switch (this) {
      case SERVICE -> "the service";
      case MANAGER -> "the second manager";
      case LOCAL -> "the local administrator";
    };
  }
}
