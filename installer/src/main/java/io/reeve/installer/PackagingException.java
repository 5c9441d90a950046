package io.reeve.installer;

/// A package cannot be built.
public final class PackagingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String hint;

  PackagingException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /// What to do about it.
  String hint() {
    return hint;
  }
}
