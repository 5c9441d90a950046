package io.reeve.installer.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The table: what was measured, beside what it may be and what it shall be.
final class Figures {
  private final List<String> rows = new ArrayList<>();

  /// @param budget what it may be
  /// @param aim what it shall be
  void add(String what, String unit, double measured, double budget, double aim) {
    var verdict = measured <= aim ? "aim met" : measured <= budget ? "within" : "**missed**";
    rows.add(
        String.format(
            Locale.ROOT,
            "| %s | %.0f %s | %.0f | %.0f | %s |",
            what,
            measured,
            unit,
            budget,
            aim,
            verdict));
  }

  /// In Markdown.
  String table() {
    return "| what | measured | budget | aim | |\n|---|---|---|---|---|\n"
        + String.join("\n", rows)
        + "\n";
  }

  static double median(double... values) {
    return percentile(50, values);
  }

  /// The value that this many of a hundred do not exceed.
  static double percentile(int percent, double... values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }
}
