package io.reeve.installer.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// A table in Markdown.
final class Table {
  private final List<String> lines = new ArrayList<>();

  Table(String... columns) {
    lines.add("| " + String.join(" | ", columns) + " |");
    lines.add("|" + String.join("|", Collections.nCopies(columns.length, "---")) + "|");
  }

  void row(String... cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
  }

  /// With as many digits as are worth reading.
  static String number(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
