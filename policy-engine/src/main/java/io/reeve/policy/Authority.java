package io.reeve.policy;

/// Who asks for a setting. Values of different authorities are kept apart and merged by the row's
/// conflict rule.
///
/// The order is their rank: where a rule does not decide by the values, the one named first here
/// wins, unless it has no say in the workload. A service keeps the last word on its fleet, and
/// gives it away by disowning a workload and not by chance.
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
