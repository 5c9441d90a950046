package io.reeve.core.redact;

import java.util.Optional;

/// A quotation mark in a line, with the backslashes before it: JSON within JSON has `\"`.
///
/// @param begin where it begins, with its backslashes
/// @param backslashes how many
/// @param mark `"` or `'`
record Quote(int begin, int backslashes, char mark) {
  private static final int MOST = 15;

  /// The one that begins at that place.
  static Optional<Quote> at(String line, int begin) {
    int at = begin;
    while (at < line.length() && at - begin < MOST && line.charAt(at) == '\\') {
      at++;
    }
    return at < line.length() && isMark(line.charAt(at))
        ? Optional.of(new Quote(begin, at - begin, line.charAt(at)))
        : Optional.empty();
  }

  /// The one that ends just before that place.
  static Optional<Quote> before(String line, int end) {
    if (end == 0 || !isMark(line.charAt(end - 1))) {
      return Optional.empty();
    }
    int begin = end - 1;
    while (begin > 0 && end - 1 - begin < MOST && line.charAt(begin - 1) == '\\') {
      begin--;
    }
    return Optional.of(new Quote(begin, end - 1 - begin, line.charAt(end - 1)));
  }

  /// Behind it.
  int end() {
    return begin + backslashes + 1;
  }

  /// What stands between it and its counterpart.
  Span inside(Quote closing) {
    return new Span(/* begin= */ end(), /* end= */ closing.begin());
  }

  /// Its counterpart at or behind that place: the same mark with no more backslashes before it, but
  /// none that is escaped itself; empty when the line ends before.
  Optional<Quote> closing(String line, int from) {
    int run = 0;
    for (int at = from; at < line.length(); at++) {
      char each = line.charAt(at);
      if (each == mark && run <= backslashes && (backslashes > 0 || run == 0)) {
        return Optional.of(new Quote(at - run, run, mark));
      }
      run = each == '\\' ? run + 1 : 0;
      if (backslashes == 0 && run == 2) {
        run = 0;
      }
    }
    return Optional.empty();
  }

  private static boolean isMark(char each) {
    return each == '"' || each == '\'';
  }
}
