package io.reeve.core.cli;

import java.util.ArrayList;
import java.util.List;

/// Aligned columns. On a terminal the last column wraps at its width; elsewhere lines are as long
/// as they need to be, so that other programs get one row a line.
final class TextTable {
  private static final String GAP = "  ";
  private static final int NARROWEST = 20;

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

  private void print(Terminal terminal, List<Cell> row, int[] widths) {
    var line = new StringBuilder();
    var indent = 0;
    for (var i = 0; i < row.size() - 1; i++) {
      var cell = row.get(i);
      line.append(cell.ink().on(cell.text(), terminal.colour()))
          .repeat(' ', widths[i] - length(cell.text()))
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
