package io.reeve.store;

/// The store cannot be used: the disk is full, the file is another version's, somebody else holds
/// it. Nothing the store promised is broken by it; the process should end and be started again.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String hint;

  /// @param message what happened, with the file
  /// @param hint what a person can do about it
  public StoreException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /// @param message what happened, with the file
  /// @param hint what a person can do about it
  /// @param cause what the database said
  public StoreException(String message, String hint, Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /// What a person can do about it.
  public String hint() {
    return hint;
  }
}
