package io.reeve.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was found, a line for each row of the catalogue: printed, and kept as Markdown.
final class Report {
  private static final Path FILE = Path.of("target", "tier1.md");

  private static final List<String> COLUMNS =
      List.of(
          "row",
          "applied",
          "effective (seen by)",
          "again writes nothing",
          "drift repaired",
          "restored exactly");

  private final Map<String, Map<String, String>> lines = new LinkedHashMap<>();

  /// The line of that row, to be filled in; `-` until then.
  Line line(String row) {
    return new Line(lines.computeIfAbsent(row, name -> new LinkedHashMap<>(Map.of("row", name))));
  }

  /// One row's line.
  record Line(Map<String, String> cells) {
    void applied(String text) {
      cells.put(COLUMNS.get(1), text);
    }

    void effective(String text) {
      cells.put(COLUMNS.get(2), text);
    }

    void again(String text) {
      cells.put(COLUMNS.get(3), text);
    }

    void drift(String text) {
      cells.put(COLUMNS.get(4), text);
    }

    void restored(String text) {
      cells.put(COLUMNS.get(5), text);
    }
  }

  /// Prints it and writes it to `target/tier1.md`.
  void write() throws IOException {
    var text = new ArrayList<String>();
    text.add("| " + String.join(" | ", COLUMNS) + " |");
    text.add("|" + "---|".repeat(COLUMNS.size()));
    for (var cells : lines.values()) {
      var shown = COLUMNS.stream().map(column -> cell(cells.getOrDefault(column, "-"))).toList();
      text.add("| " + String.join(" | ", shown) + " |");
    }
    Files.createDirectories(FILE.getParent());
    Files.write(FILE, text);
    text.forEach(System.out::println);
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
