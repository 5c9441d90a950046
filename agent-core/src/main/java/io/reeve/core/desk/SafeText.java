package io.reeve.core.desk;

/// Text of others, made safe to show to a person: it cannot pretend to be something else by turning
/// the direction of writing, hide characters, or send control sequences to a terminal.
public final class SafeText {
  /// What stands for a character that is not shown.
  private static final int INSTEAD = '\uFFFD';

  private SafeText() {}

  /// On one line.
  public static String line(String text) {
    return of(text, false);
  }

  /// With its line ends.
  public static String lines(String text) {
    return of(text, true);
  }

  /// No longer than that many characters; what is cut off is shown to be.
  public static String cut(String text, int most) {
    if (text.codePointCount(0, text.length()) <= most) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, most - 1)).stripTrailing() + "\u2026";
  }

  private static String of(String text, boolean lines) {
    var safe = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .codePoints()
        .map(point -> shown(point, lines))
        .forEach(safe::appendCodePoint);
    return safe.toString();
  }

  private static int shown(int point, boolean lines) {
    return switch (Character.getType(point)) {
      case Character.CONTROL ->
          point == '\n' && lines ? point : point == '\n' || point == '\t' ? ' ' : INSTEAD;
      case Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          INSTEAD;
      default -> point;
    };
  }
}
