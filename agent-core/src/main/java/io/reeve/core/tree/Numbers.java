package io.reeve.core.tree;

/// Numbers and truth values as nodes of the account spell them.
final class Numbers {
  private Numbers() {}

  /// @throws IllegalArgumentException when it is no whole number or outside the range
  static int within(String text, int least, int most) {
    try {
      long number = Long.parseLong(text.strip());
      if (number >= least && number <= most) {
        return (int) number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a whole number: '" + text + "'", e);
    }
    throw new IllegalArgumentException(text + " is not within " + least + " to " + most);
  }

  /// `true` or `1`, `false` or `0`.
  ///
  /// @throws IllegalArgumentException when it is none of these
  static boolean truth(String text) {
    return switch (text.strip()) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new IllegalArgumentException("neither true nor false: '" + text + "'");
    };
  }
}
