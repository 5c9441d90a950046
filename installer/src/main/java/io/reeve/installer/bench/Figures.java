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
            "| %s | %s %s | %.0f | %.0f | %s |",
            what,
            Table.number(measured),
            unit,
            budget,
            aim,
            verdict));
  }

  /// What could not be measured here, and why.
  void skip(String what, double budget, double aim, String why) {
    rows.add(
        String.format(
            Locale.ROOT, "| %s | not measured: %s | %.0f | %.0f | |", what, why, budget, aim));
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

  /// The value that this many of a hundred do not exceed (nearest rank).
  static double percentile(int percent, double... values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    int place = (int) Math.ceil(sorted.length * percent / 100.0) - 1;
    return sorted[Math.clamp(place, 0, sorted.length - 1)];
  }
}
