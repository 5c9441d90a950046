package io.reeve.core.cli;

import java.util.Locale;

/// Text from elsewhere, made safe to show: a service, a file or a table must not be able to send
/// control sequences to a terminal.
final class Plain {
  private Plain() {}

  /// The text on one line; what is not printable becomes a question mark.
  static String text(Object value) {
    var text = String.valueOf(value);
    var plain = new StringBuilder(text.length());
    text.codePoints().map(Plain::printable).forEach(plain::appendCodePoint);
    return plain.toString();
  }

  /// A constant's name as people write it.
  static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// A number and its noun: `1 rule`, `2 rules`.
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static int printable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL -> point == '\n' || point == '\r' || point == '\t' ? ' ' : '?';
      case Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          '?';
      default -> point;
    };
  }
}
