package io.reeve.core.cli;

/// A table's cell.
///
/// @param text printable, on one line
/// @param ink its colour
record Cell(String text, Ink ink) {
  Cell {
    text = Plain.text(text);
  }

  static Cell of(Object value) {
    return new Cell(String.valueOf(value), Ink.PLAIN);
  }
}
