package io.reeve.core.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A drop-in file that is ours alone: a header, then sections and keys in alphabetical order, so
/// that the same settings give the same bytes whatever the order they came in.
public final class OwnLines {
  private static final String HEADER = " Written by Reeve. Changes made here are undone.";
  private final LineStyle style;
  private final TreeMap<String, TreeMap<String, List<String>>> sections = new TreeMap<>();

  private OwnLines(LineStyle style) {
    this.style = style;
  }

  /// Reads such a file; what is not a key of the style is dropped, for the file is ours.
  public static OwnLines parse(LineStyle style, Optional<String> text) {
    var lines = new OwnLines(style);
    var section = "";
    for (var line : text.orElse("").lines().toList()) {
      var name = Sections.header(line);
      section = name.orElse(section);
      var entry = style.parse(line);
      if (name.isEmpty() && entry.isPresent()) {
        lines.add(section, entry.get().key(), entry.get().value());
      }
    }
    return lines;
  }

  private void add(String section, String key, String value) {
    sections
        .computeIfAbsent(section, _ -> new TreeMap<>())
        .computeIfAbsent(key, _ -> new ArrayList<>())
        .add(value);
  }

  /// The values given for a key, in order.
  public Optional<List<String>> values(String section, String key) {
    return Optional.ofNullable(sections.getOrDefault(section, new TreeMap<>()).get(key));
  }

  /// Sets a key to these values, a line for each; none removes it.
  public void set(String section, String key, List<String> values) {
    var keys = sections.computeIfAbsent(section, _ -> new TreeMap<>());
    keys.keySet().removeIf(other -> style.same(other, key));
    if (!values.isEmpty()) {
      keys.put(key, List.copyOf(values));
    }
    if (keys.isEmpty()) {
      sections.remove(section);
    }
  }

  /// The file's text; empty when nothing is set and there should be no file.
  public Optional<String> text() {
    if (sections.isEmpty()) {
      return Optional.empty();
    }
    var text = new StringBuilder(style.comment()).append(HEADER).append('\n');
    for (var section : sections.entrySet()) {
      if (!section.getKey().isEmpty()) {
        text.append('[').append(section.getKey()).append("]\n");
      }
      for (Map.Entry<String, List<String>> key : section.getValue().entrySet()) {
        key.getValue().forEach(v -> text.append(style.write(key.getKey(), v)).append('\n'));
      }
    }
    return Optional.of(text.toString());
  }
}
