package io.reeve.installer.bench;

/// Something is not as a measurement needs it.
final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final String hint;

  /// What follows from it.
  enum Kind {
    /// This machine lacks something; other parts can still be measured.
    IMPOSSIBLE,
    /// What was compared did not do the same work, or did not do it: no figure means anything.
    WRONG
  }

  BenchException(Kind kind, String message, String hint) {
    super(message);
    this.kind = kind;
    this.hint = hint;
  }

  static BenchException impossible(String message, String hint) {
    return new BenchException(Kind.IMPOSSIBLE, message, hint);
  }

  static BenchException wrong(String message) {
    return new BenchException(
        Kind.WRONG, message, "this is a defect of Reeve or of its measurements: please report it");
  }

  Kind kind() {
    return kind;
  }

  String hint() {
    return hint;
  }
}
