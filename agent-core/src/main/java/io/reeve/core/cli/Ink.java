package io.reeve.core.cli;

/// Colour, where the terminal wants it; else nothing at all.
enum Ink {
  PLAIN(""),
  BOLD("1"),
  DIM("2"),
  GOOD("32"),
  WARN("33"),
  BAD("31");

  private final String code;

  Ink(String code) {
    this.code = code;
  }

  String on(String text, boolean colour) {
    return colour && !code.isEmpty() && !text.isEmpty()
        ? "\u001b[" + code + "m" + text + "\u001b[0m"
        : text;
  }
}
