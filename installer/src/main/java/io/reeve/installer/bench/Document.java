package io.reeve.installer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A Markdown file with measured tables between marks that nobody sees.
final class Document {
  private Document() {}

  /// Replaces the tables of that part.
  ///
  /// @throws BenchException when the file has no marks for it
  static void replace(Path file, String part, String tables) throws IOException {
    var text = Files.readString(file);
    var begin = "<!-- bench:" + part + " -->\n";
    var end = "<!-- /bench:" + part + " -->";
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    if (from < 0 || to < from) {
      throw BenchException.impossible(
          file + " has no place for '" + part + "'",
          "put the lines '" + begin.strip() + "' and '" + end + "' where its tables belong");
    }
    Files.writeString(file, text.substring(0, from + begin.length()) + tables + text.substring(to));
  }
}
