package io.reeve.enroll;

/// The device's key cannot be made, kept, read or removed where it lives. A trouble of this machine
/// and never of the network, so it is no `IOException`.
public final class KeyHomeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String hint;

  /// @param message what happened and where
  /// @param hint what to do
  /// @param cause the failed call
  public KeyHomeException(String message, String hint, Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /// @param message what happened and where
  /// @param hint what to do
  public KeyHomeException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /// What to do.
  public String hint() {
    return hint;
  }
}
