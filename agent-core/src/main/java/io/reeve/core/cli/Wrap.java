package io.reeve.core.cli;

import java.util.ArrayList;
import java.util.List;

/// Breaks text at spaces.
final class Wrap {
  private Wrap() {}

  /// The text as lines of at most that width, where its words allow it; at least one line.
  static List<String> lines(String text, int width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
