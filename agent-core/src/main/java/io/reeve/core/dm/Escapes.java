package io.reeve.core.dm;

/// Writes text so that an XML reader gives back the same text.
final class Escapes {
  private Escapes() {}

  /// As content of an element. A character that XML cannot hold becomes U+FFFD.
  static void text(StringBuilder out, String text) {
    text.codePoints().forEach(c -> append(out, c, false));
  }

  /// As an attribute's value within double quotes.
  static void attribute(StringBuilder out, String text) {
    text.codePoints().forEach(c -> append(out, c, true));
  }

  private static void append(StringBuilder out, int c, boolean attribute) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '\r' -> out.append("&#xD;");
      case '"' -> out.append(attribute ? "&quot;" : "\"");
      case '\n' -> out.append(attribute ? "&#xA;" : "\n");
      case '\t' -> out.append(attribute ? "&#x9;" : "\t");
      default -> out.appendCodePoint(isXml(c) ? c : 0xFFFD);
    }
  }

  private static boolean isXml(int c) {
    return c >= 0x20 && !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
  }
}
