package io.reeve.platform.linux;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Values of dconf: between GVariant's text form, its binary form, and plain texts.
final class GVariantText {
  private GVariantText() {}

  /// A text as a string in quotes. Control characters other than line end and tab stay as they are;
  /// no file takes them.
  static String quoted(String text) {
    var quoted = new StringBuilder("'");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\', '\'' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> quoted.append(c);
      }
    }
    return quoted.append('\'').toString();
  }

  /// The text that [#quoted] was given; what it would never write stays as it is.
  static String unquoted(String quoted) {
    if (quoted.length() < 2 || !quoted.startsWith("'") || !quoted.endsWith("'")) {
      return quoted;
    }
    var text = new StringBuilder();
    for (int i = 1; i < quoted.length() - 1; i++) {
      char c = quoted.charAt(i);
      if (c == '\\' && i + 1 < quoted.length() - 1) {
        i++;
        text.append(
            switch (quoted.charAt(i)) {
              case 'n' -> '\n';
              case 't' -> '\t';
              default -> quoted.charAt(i);
            });
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /// The text form of a value as it lies in a compiled database: its bytes, a zero, its type. Of
  /// other types than those that settings use only the type is told.
  static String of(ByteBuffer variant) {
    int zero = variant.limit() - 1;
    while (zero >= 0 && variant.get(zero) != 0) {
      zero--;
    }
    int size = Math.max(0, zero);
    var type = text(variant, zero + 1, variant.limit());
    return switch (type + size) {
      case "b1" -> variant.get(0) == 0 ? "false" : "true";
      case "i4" -> Integer.toString(variant.getInt(0));
      case "u4" -> "uint32 " + Integer.toUnsignedString(variant.getInt(0));
      default ->
          type.equals("s") && size > 0
              ? quoted(text(variant, 0, size - 1))
              : "a value of the type " + type;
    };
  }

  private static String text(ByteBuffer bytes, int from, int to) {
    return StandardCharsets.UTF_8.decode(bytes.slice(from, to - from)).toString();
  }
}
