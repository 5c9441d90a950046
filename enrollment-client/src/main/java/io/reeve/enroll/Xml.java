package io.reeve.enroll;

/// Writes XML piece by piece, everything escaped.
final class Xml {
  private final StringBuilder out = new StringBuilder();

  /// Text as character data or attribute value. Characters XML 1.0 has no way to write become
  /// U+FFFD.
  static String escaped(String text) {
    var out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(point -> {
          switch (point) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\r', '\n', '\t' -> out.append("&#").append(point).append(';');
            default -> out.appendCodePoint(allowed(point) ? point : 0xFFFD);
          }
        });
    return out.toString();
  }

  private static boolean allowed(int point) {
    return point >= 0x20
        && point != 0xFFFE
        && point != 0xFFFF
        && !(point >= 0xD800 && point < 0xE000);
  }

  /// Opens an element; attributes as name and value in turn.
  Xml open(String name, String... attributes) {
    out.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      out.append(escaped(attributes[i + 1])).append('"');
    }
    out.append('>');
    return this;
  }

  Xml close(String name) {
    out.append("</").append(name).append('>');
    return this;
  }

  /// A whole element with text.
  Xml leaf(String name, String text, String... attributes) {
    open(name, attributes);
    out.append(escaped(text));
    return close(name);
  }

  /// What another writer made.
  Xml raw(String xml) {
    out.append(xml);
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
