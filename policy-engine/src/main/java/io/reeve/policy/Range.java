package io.reeve.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A set of whole numbers in the DDF's range grammar: `[0-3]`, `[(-1)-60]`, `[6,17]` (ddf-v2
/// section 8).
///
/// @param spans the spans, each with both ends inside
record Range(List<Span> spans) {
  private static final String BOUND = "\\s*(?:(\\d{1,19})|\\(\\s*(-\\d{1,19})\\s*\\))\\s*";
  private static final Pattern ITEM = Pattern.compile(BOUND + "(?:-" + BOUND + ")?");

  Range {
    spans = List.copyOf(spans);
  }

  /// @param min the smallest number inside
  /// @param max the largest number inside
  record Span(long min, long max) {
    boolean holds(long number) {
      return min <= number && number <= max;
    }

    @Override
    public String toString() {
      return min == max ? Long.toString(min) : min + " to " + max;
    }
  }

  /// Reads a range.
  ///
  /// @throws IllegalArgumentException when it breaks the grammar or a span ends before it starts
  static Range parse(String text) {
    var bare = text.strip();
    if (!bare.startsWith("[") || !bare.endsWith("]")) {
      throw new IllegalArgumentException("range '" + text + "' is not in brackets");
    }
    var spans = new ArrayList<Span>();
    for (var item : bare.substring(1, bare.length() - 1).split(",", -1)) {
      spans.add(span(text, item));
    }
    return new Range(spans);
  }

  private static Span span(String text, String item) {
    var matcher = ITEM.matcher(item);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "range '" + text + "': '" + item + "' is not a number or two with '-' between");
    }
    long min = Long.parseLong(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    var high = matcher.group(3) == null ? matcher.group(4) : matcher.group(3);
    long max = high == null ? min : Long.parseLong(high);
    if (max < min) {
      throw new IllegalArgumentException("range '" + text + "' ends before it starts");
    }
    return new Span(min, max);
  }

  boolean holds(long number) {
    return spans.stream().anyMatch(span -> span.holds(number));
  }

  @Override
  public String toString() {
    return spans.stream().map(Span::toString).collect(Collectors.joining(", "));
  }
}
