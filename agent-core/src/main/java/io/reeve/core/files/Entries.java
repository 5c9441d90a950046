package io.reeve.core.files;

import io.reeve.core.spi.Glance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a whole text sets: the values of each key below each `[section]` header, in order. The
/// section of a text without sections is the empty one.
final class Entries {
  private static final Map<LineStyle, ParsedTexts<Entries>> RECENT = new EnumMap<>(LineStyle.class);

  static {
    for (var style : LineStyle.values()) {
      RECENT.put(style, new ParsedTexts<>(text -> parse(style, text)));
    }
  }

  private final LineStyle style;
  private final Map<Key, List<String>> values = new HashMap<>();

  private Entries(LineStyle style) {
    this.style = style;
  }

  private record Key(String section, String canonical) {}

  static Entries of(LineStyle style, String text) {
    var recent = RECENT.get(style);
    return recent == null ? parse(style, text) : recent.of(text);
  }

  /// Those of a file; a file that is not there has none.
  static Entries of(LineStyle style, SystemFile file) throws IOException {
    return Glance.ask(new OfFile(style, file));
  }

  private record OfFile(LineStyle style, SystemFile file) implements Glance.Question<Entries> {
    @Override
    public Entries answer() throws IOException {
      return of(style, file.text().orElse(""));
    }
  }

  private static Entries parse(LineStyle style, String text) {
    var entries = new Entries(style);
    var section = "";
    for (var line : text.lines().toList()) {
      var name = Sections.header(line);
      section = name.orElse(section);
      var entry = style.parse(line);
      if (name.isEmpty() && entry.isPresent()) {
        entries
            .values
            .computeIfAbsent(
                new Key(section, style.canonical(entry.get().key())), _ -> new ArrayList<>())
            .add(entry.get().value());
      }
    }
    return entries;
  }

  List<String> values(String section, String key) {
    return List.copyOf(values.getOrDefault(new Key(section, style.canonical(key)), List.of()));
  }
}
