package io.reeve.core.local;

/// The agent could not do what it was asked for; told to people as `error: message / hint: hint`.
public final class AgentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Why, and with it the command line's exit code.
  public enum Kind {
    FAILED(1),
    USAGE(2),
    NOT_ENROLLED(3),
    REFUSED(4),
    UNREACHABLE(5);

    private final int exit;

    Kind(int exit) {
      this.exit = exit;
    }

    /// The exit code of the command line.
    public int exit() {
      return exit;
    }
  }

  private final Kind kind;
  private final String hint;

  /// @param kind why
  /// @param message what happened, with the offending input
  /// @param hint what to do about it
  public AgentException(Kind kind, String message, String hint) {
    super(message);
    this.kind = kind;
    this.hint = hint;
  }

  /// Why.
  public Kind kind() {
    return kind;
  }

  /// What to do about it.
  public String hint() {
    return hint;
  }
}
