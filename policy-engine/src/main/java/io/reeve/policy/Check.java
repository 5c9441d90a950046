package io.reeve.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One restriction of a value.
sealed interface Check {
  /// What is wrong with the text, ending a sentence that begins with it; empty when it is good.
  Optional<String> problem(String text);

  /// What is good, in words.
  String words();

  private static Optional<String> unless(boolean good, String problem) {
    return good ? Optional.empty() : Optional.of(problem);
  }

  /// A whole number inside a range.
  record Inside(Range range) implements Check {
    @Override
    public Optional<String> problem(String text) {
      return unless(
          Wire.number(text.strip()).filter(range::holds).isPresent(),
          "is not a whole number in " + range);
    }

    @Override
    public String words() {
      return range.toString();
    }
  }

  /// One of a few values.
  ///
  /// @param numeric compare as numbers
  record OneOf(List<String> values, boolean numeric) implements Check {
    public OneOf {
      values = List.copyOf(values);
    }

    @Override
    public Optional<String> problem(String text) {
      return unless(
          values.stream().anyMatch(value -> same(value, text)),
          "is not one of " + String.join(", ", values));
    }

    private boolean same(String value, String text) {
      var number = numeric ? Wire.number(text.strip()) : Optional.<Long>empty();
      return number.isPresent()
          ? Wire.number(value.strip()).equals(number)
          : value.strip().equals(text.strip());
    }

    @Override
    public String words() {
      return values.stream().map(value -> "`" + value + "`").collect(Collectors.joining(", "));
    }
  }

  /// A sum of some bits; zero always.
  record Bits(long mask) implements Check {
    @Override
    public Optional<String> problem(String text) {
      return unless(
          Wire.number(text.strip()).filter(number -> (number & ~mask) == 0).isPresent(),
          "is not a sum of the bits 0x" + Long.toHexString(mask));
    }

    @Override
    public String words() {
      return "bits of 0x" + Long.toHexString(mask);
    }
  }

  /// A whole match of an expression.
  record Like(Regex regex) implements Check {
    @Override
    public Optional<String> problem(String text) {
      return regex
          .matches(text)
          .map(matches -> unless(matches, "does not match " + regex.pattern()))
          .orElse(Optional.of("takes too long to check against " + regex.pattern()));
    }

    @Override
    public String words() {
      return "matches `" + regex.pattern() + "`";
    }
  }

  /// So many characters.
  record Length(long min, long max) implements Check {
    @Override
    public Optional<String> problem(String text) {
      int length = text.codePointCount(0, text.length());
      return unless(
          min <= length && length <= max,
          "has " + length + " characters, not " + words().replace(" characters", ""));
    }

    @Override
    public String words() {
      return min == 0
          ? "at most " + max + " characters"
          : max == Setting.MAX_VALUE_LENGTH
              ? "at least " + min + " characters"
              : min + " to " + max + " characters";
    }
  }

  /// JSON of one kind.
  record Json(Kind kind) implements Check {
    enum Kind {
      OBJECT,
      ARRAY,
      ANY
    }

    @Override
    public Optional<String> problem(String text) {
      var problems = new ArrayList<String>();
      var json = Fields.json("is", text, problems);
      boolean good =
          json.filter(node ->
                  switch (kind) {
                    case OBJECT -> node.isObject();
                    case ARRAY -> node.isArray();
                    case ANY -> true;
                  })
              .isPresent();
      return unless(good, problems.isEmpty() ? "is not a " + words() : problems.getFirst());
    }

    @Override
    public String words() {
      return switch (kind) {
        case OBJECT -> "JSON object";
        case ARRAY -> "JSON array";
        case ANY -> "JSON text";
      };
    }
  }

  /// Well-formed XML.
  record WellFormed() implements Check {
    @Override
    public Optional<String> problem(String text) {
      return unless(Xml.isDocument(text), "is not well-formed XML, or has a DTD");
    }

    @Override
    public String words() {
      return "XML";
    }
  }

  /// Who belongs to which groups.
  record Groups() implements Check {
    @Override
    public Optional<String> problem(String text) {
      try {
        GroupConfiguration.parse(text);
        return Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public String words() {
      return "XML with a GroupConfiguration";
    }
  }

  /// An ADMX payload with these data elements.
  ///
  /// @param required ids that `<enabled/>` must be followed by
  /// @param known all ids that may follow
  record Payload(Set<String> required, Set<String> known) implements Check {
    public Payload {
      required = Set.copyOf(required);
      known = Set.copyOf(known);
    }

    @Override
    public Optional<String> problem(String text) {
      var admx = Xml.admx(text);
      if (admx.isEmpty()) {
        return Optional.of(
            "is not <enabled/> with <data id=\"...\" value=\"...\"/>, nor <disabled/>");
      }
      var ids = admx.get().data().keySet();
      var foreign = ids.stream().filter(id -> !known.contains(id)).sorted().toList();
      if (!foreign.isEmpty()) {
        return Optional.of("has the unknown data id " + String.join(", ", foreign));
      }
      var missing = required.stream().filter(id -> !ids.contains(id)).sorted().toList();
      return unless(
          !admx.get().enabled() || missing.isEmpty(),
          "lacks the data id " + String.join(", ", missing));
    }

    @Override
    public String words() {
      return "ADMX payload"
          + (known.isEmpty()
              ? ""
              : known.stream()
                  .sorted()
                  .map(id -> "`" + id + "`" + (required.contains(id) ? "" : " (optional)"))
                  .collect(Collectors.joining(", ", " with data ", "")));
    }
  }
}
