package io.reeve.policy;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What values a setting takes beyond its format (DDF `AllowedValues`).
///
/// @param whole checks of the whole text
/// @param entries checks of each entry; of the whole text when it is no list
/// @param delimiter what separates the entries of a list; empty when the value is no list
record Allowed(List<Check> whole, List<Check> entries, Optional<String> delimiter) {

  /// The delimiter of lists that name none, U+F000 of the private use area.
  static final String LIST = "\uF000";

  static final Allowed ANYTHING = new Allowed(List.of(), List.of(), Optional.empty());

  Allowed {
    whole = List.copyOf(whole);
    entries = List.copyOf(entries);
  }

  /// A delimiter as descriptions spell it.
  static String delimiter(String spelt) {
    return spelt.isEmpty() || spelt.equalsIgnoreCase("0xF000") || spelt.equalsIgnoreCase("\\xF000")
        ? LIST
        : spelt;
  }

  /// Whether a value is one of a few words, and no list of them.
  boolean isOneWord() {
    return delimiter.isEmpty() && entries.stream().anyMatch(Check.OneOf.class::isInstance);
  }

  /// Whether every value is a JSON object.
  boolean isJsonObject() {
    return whole.contains(new Check.Json(Check.Json.Kind.OBJECT));
  }

  /// What is wrong with a text, ending a sentence that begins with it; empty when it is good.
  Optional<String> problem(String text) {
    return first(whole, text).or(() -> entryProblem(text));
  }

  private Optional<String> entryProblem(String text) {
    if (delimiter.isEmpty()) {
      return first(entries, text);
    }
    return split(text).stream()
        .flatMap(entry -> first(entries, entry).map(p -> "entry '" + entry + "' " + p).stream())
        .findFirst();
  }

  /// The entries of a list; of an empty text, none.
  List<String> split(String text) {
    return delimiter
        .map(by -> text.isEmpty() ? List.<String>of() : List.of(text.split(Pattern.quote(by), -1)))
        .orElse(List.of(text));
  }

  private static Optional<String> first(List<Check> checks, String text) {
    return checks.stream().flatMap(check -> check.problem(text).stream()).findFirst();
  }

  /// In words, for people; empty when anything goes.
  String words() {
    var one = words(entries);
    var list =
        delimiter.map(by -> {
          var name = by.equals(LIST) ? "U+F000" : "`" + by + "`";
          return "list, separated by " + name + (one.isEmpty() ? "" : ", each " + one);
        });
    return Stream.of(list.orElse(one), words(whole))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String words(List<Check> checks) {
    return checks.stream().map(Check::words).collect(Collectors.joining("; "));
  }
}
