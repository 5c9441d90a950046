package io.reeve.core.cli;

import java.util.ArrayList;
import java.util.List;

/// Aligned columns. On a terminal the last column wraps at its width, and the others are cut short
/// where they would leave it no room; elsewhere lines are as long as they need to be, so that other
/// programs get one row a line.
final class TextTable {
  private static final String GAP = "  ";
  private static final int NARROWEST = 20;
  private static final int SHORTEST = 8;

  /// The columns that tell one row from another are never cut: people type what stands there.
  private static final int WHOLE = 2;

  private final List<String> titles;
  private final List<List<Cell>> rows = new ArrayList<>();

  TextTable(String... titles) {
    this.titles = List.of(titles);
  }

  /// Adds a row; a cell is a [Cell] or anything with a text form.
  TextTable row(Object... cells) {
    var row = new ArrayList<Cell>();
    for (var cell : cells) {
      row.add(cell instanceof Cell known ? known : Cell.of(cell));
    }
    rows.add(row);
    return this;
  }

  void print(Terminal terminal) {
    var widths = widths();
    if (terminal.interactive()) {
      narrow(widths, terminal.width());
    }
    if (!titles.isEmpty()) {
      var head = titles.stream().map(title -> new Cell(title, Ink.BOLD)).toList();
      print(terminal, head, widths);
    }
    rows.forEach(row -> print(terminal, row, widths));
  }

  private int[] widths() {
    var columns = rows.stream().mapToInt(List::size).max().orElse(titles.size());
    var widths = new int[Math.max(columns, titles.size())];
    for (var i = 0; i < titles.size(); i++) {
      widths[i] = length(titles.get(i));
    }
    for (var row : rows) {
      for (var i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], length(row.get(i).text()));
      }
    }
    return widths;
  }

  /// Takes from the widest columns until the last has room.
  private static void narrow(int[] widths, int width) {
    var last = widths.length - 1;
    var spare = width - Math.min(NARROWEST, last < 0 ? 0 : widths[last]) - GAP.length() * last;
    while (last > WHOLE) {
      var widest = WHOLE;
      var sum = 0;
      for (var i = 0; i < last; i++) {
        sum += widths[i];
        widest = i > WHOLE && widths[i] > widths[widest] ? i : widest;
      }
      if (sum <= spare || widths[widest] <= SHORTEST) {
        return;
      }
      widths[widest]--;
    }
  }

  private static String cut(String text, int width) {
    return length(text) <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
  }

  private void print(Terminal terminal, List<Cell> row, int[] widths) {
    var line = new StringBuilder();
    var indent = 0;
    for (var i = 0; i < row.size() - 1; i++) {
      var cell = row.get(i);
      var text = cut(cell.text(), widths[i]);
      line.append(cell.ink().on(text, terminal.colour()))
          .repeat(' ', widths[i] - length(text))
          .append(GAP);
      indent += widths[i] + GAP.length();
    }
    var last = row.getLast();
    for (var part : wrapped(last.text(), terminal, indent)) {
      line.append(last.ink().on(part, terminal.colour()));
      terminal.out().println(line.toString().stripTrailing());
      line.setLength(0);
      line.repeat(' ', indent);
    }
  }

  private static List<String> wrapped(String text, Terminal terminal, int indent) {
    return terminal.interactive()
        ? Wrap.lines(text, Math.max(NARROWEST, terminal.width() - indent))
        : List.of(text);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
