package io.reeve.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A text with `{name}` holes; `{{` and `}}` are braces.
///
/// @param parts texts and holes in order
record Template(List<Part> parts) {
  Template {
    parts = List.copyOf(parts);
  }

  /// A piece of a template.
  sealed interface Part {
    record Text(String text) implements Part {}

    record Hole(String name) implements Part {}
  }

  /// Reads a template.
  ///
  /// @throws IllegalArgumentException when a brace has no partner
  static Template parse(String text) {
    var parts = new ArrayList<Part>();
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean twice = i + 1 < text.length() && text.charAt(i + 1) == c;
      if ((c == '{' || c == '}') && twice) {
        plain.append(c);
        i++;
      } else if (c == '{' && text.indexOf('}', i) > 0) {
        int end = text.indexOf('}', i);
        parts.add(new Part.Text(plain.toString()));
        plain.setLength(0);
        parts.add(new Part.Hole(text.substring(i + 1, end)));
        i = end;
      } else if (c == '{' || c == '}') {
        throw new IllegalArgumentException("lone '" + c + "' in '" + text + "'; write it twice");
      } else {
        plain.append(c);
      }
    }
    parts.add(new Part.Text(plain.toString()));
    return new Template(parts);
  }

  /// The names of the holes, in order, repeated as they are.
  List<String> names() {
    return parts.stream()
        .flatMap(part -> part instanceof Part.Hole(var name) ? Optional.of(name).stream() : null)
        .toList();
  }

  /// The text with the holes filled; every name is there, the loader has seen to it.
  String fill(Map<String, String> values) {
    var text = new StringBuilder();
    for (var part : parts) {
      switch (part) {
        case Part.Text(var plain) -> text.append(plain);
        case Part.Hole(var name) -> text.append(values.getOrDefault(name, ""));
      }
    }
    return text.toString();
  }

  /// The part of a filled text that stands in the only hole; empty when the text is no such one.
  Optional<String> part(String filled) {
    if (parts.size() != 3
        || !(parts.getFirst() instanceof Part.Text(var before))
        || !(parts.getLast() instanceof Part.Text(var behind))
        || !filled.startsWith(before)
        || !filled.endsWith(behind)
        || filled.length() < before.length() + behind.length()) {
      return Optional.empty();
    }
    return Optional.of(filled.substring(before.length(), filled.length() - behind.length()));
  }
}
