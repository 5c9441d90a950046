package io.reeve.core.files;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Reads keys below `[section]` headers.
public final class Sections {
  private Sections() {}

  /// The section that a line opens.
  public static Optional<String> header(String line) {
    var text = line.strip();
    return text.startsWith("[") && text.endsWith("]")
        ? Optional.of(text.substring(1, text.length() - 1))
        : Optional.empty();
  }

  /// The values a text gives a key of a section, in order. The section of a file without sections
  /// is the empty one.
  public static List<String> values(LineStyle style, String text, String section, String key) {
    return Entries.of(style, text).values(section, key);
  }

  /// The values a file gives a key of a section, in order; none when it is not there.
  public static List<String> values(LineStyle style, SystemFile file, String section, String key)
      throws IOException {
    return Entries.of(style, file).values(section, key);
  }
}
