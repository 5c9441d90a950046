package io.reeve.core.files;

import java.util.ArrayList;
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
    var values = new ArrayList<String>();
    var current = "";
    for (var line : text.lines().toList()) {
      var name = header(line);
      current = name.orElse(current);
      if (name.isPresent() || !current.equals(section)) {
        continue;
      }
      style
          .parse(line)
          .filter(entry -> style.same(entry.key(), key))
          .ifPresent(entry -> values.add(entry.value()));
    }
    return values;
  }
}
