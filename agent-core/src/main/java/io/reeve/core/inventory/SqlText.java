package io.reeve.core.inventory;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Looks at the text of a statement without understanding it: its first word, and whether a second
/// statement follows. Knows SQLite's comments and quotes.
final class SqlText {
  private static final Set<String> READING = Set.of("select", "with", "values");
  private final String sql;
  private int at;

  private SqlText(String sql) {
    this.sql = sql;
  }

  /// Why the text cannot be one reading statement; empty when it can.
  static Optional<String> problem(String sql) {
    if (sql.indexOf('\0') >= 0) {
      return Optional.of("the query has a NUL character");
    }
    return new SqlText(sql).problem();
  }

  private Optional<String> problem() {
    skipBlanks();
    if (at == sql.length()) {
      return Optional.of("the query is empty");
    }
    var word = word();
    if (!READING.contains(word.toLowerCase(Locale.ROOT))) {
      return Optional.of(
          "only SELECT, WITH and VALUES can be asked, not '"
              + (word.isEmpty() ? sql.substring(at, at + 1) : word)
              + "'");
    }
    while (at < sql.length() && sql.charAt(at) != ';') {
      step();
      skipBlanks();
    }
    while (at < sql.length() && sql.charAt(at) == ';') {
      at++;
      skipBlanks();
    }
    return at < sql.length() ? Optional.of("only one statement at a time") : Optional.empty();
  }

  private String word() {
    int start = at;
    while (at < sql.length() && Character.isLetterOrDigit(sql.charAt(at))) {
      at++;
    }
    var word = sql.substring(start, Math.min(at, start + 32));
    if (word.isEmpty()) {
      at = start;
    }
    return word;
  }

  private void step() {
    switch (sql.charAt(at)) {
      case '\'', '"', '`' -> skipQuoted(sql.charAt(at));
      case '[' -> skipTo("]", 1);
      default -> at++;
    }
  }

  /// A doubled quote inside is two quoted texts side by side, which is the same here.
  private void skipQuoted(char quote) {
    skipTo(String.valueOf(quote), 1);
  }

  private void skipBlanks() {
    while (at < sql.length()) {
      if (sql.startsWith("--", at)) {
        skipTo("\n", 2);
      } else if (sql.startsWith("/*", at)) {
        skipTo("*/", 2);
      } else if (Character.isWhitespace(sql.charAt(at)) || sql.charAt(at) == '\uFEFF') {
        at++;
      } else {
        return;
      }
    }
  }

  private void skipTo(String end, int from) {
    int found = sql.indexOf(end, at + from);
    at = found < 0 ? sql.length() : found + end.length();
  }
}
