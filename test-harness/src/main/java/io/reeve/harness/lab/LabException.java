package io.reeve.harness.lab;

/// The administrator asked for something that cannot be. The message says what, with the offending
/// input; the hint says what to do.
public final class LabException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final String hint;

  /// Why.
  public enum Kind {
    /// the input is wrong
    BAD,
    /// there is no such thing
    MISSING,
    /// it does not fit the present state
    CONFLICT
  }

  LabException(Kind kind, String message, String hint) {
    super(message);
    this.kind = kind;
    this.hint = hint;
  }

  static LabException bad(String message, String hint) {
    return new LabException(Kind.BAD, message, hint);
  }

  static LabException missing(String message, String hint) {
    return new LabException(Kind.MISSING, message, hint);
  }

  static LabException conflict(String message, String hint) {
    return new LabException(Kind.CONFLICT, message, hint);
  }

  /// Why.
  public Kind kind() {
    return kind;
  }

  /// What to do.
  public String hint() {
    return hint;
  }
}
