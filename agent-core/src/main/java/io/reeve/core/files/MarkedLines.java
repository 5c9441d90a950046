package io.reeve.core.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Edits of one key in a file that belongs to somebody else, made so that they can be taken back
/// exactly, in any order with those of other keys, and with nothing but the file at hand.
///
/// Lines that set the key become comments behind `#reeve- `, and our line stands below a marker
/// `#reeve+ key` (`#reeve+n key` when a line end had to be added before it). Text is one char per
/// byte.
public final class MarkedLines {
  private static final String OFF = "#reeve- ";
  private static final String ON = "#reeve+ ";
  private static final String ON_AFTER_NO_LINE_END = "#reeve+n ";

  private MarkedLines() {}

  /// What is done to the key in a text.
  public sealed interface Edit {
    /// Nothing.
    record None() implements Edit {}

    /// The lines that set it are off, and there is none of ours.
    record Off() implements Edit {}

    /// It is set by our line.
    record Set(String value) implements Edit {}

    /// Its form in a snapshot.
    default String detail() {
      return Details.of(
          switch (this) {
            case None() -> List.of(Optional.of("none"), Optional.<String>empty());
            case Off() -> List.of(Optional.of("off"), Optional.<String>empty());
            case Set(var text) -> List.of(Optional.of("set"), Optional.of(text));
          });
    }

    /// The edit of that form.
    ///
    /// @throws IllegalArgumentException when it is none
    static Edit parse(String detail) {
      var words = Details.parse(detail, 2);
      return switch (words.getFirst().orElse("")) {
        case "none" -> new None();
        case "off" -> new Off();
        case "set" -> new Set(words.getLast().orElseThrow());
        default -> throw new IllegalArgumentException("a snapshot of another kind: " + detail);
      };
    }
  }

  /// What we have done to the key.
  public static Edit edit(LineStyle style, String text, String key) {
    boolean off = false;
    var lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (marks(style, lines.get(i), key) && i + 1 < lines.size()) {
        var ours = style.parse(lines.get(i + 1)).filter(entry -> style.same(entry.key(), key));
        if (ours.isPresent()) {
          return new Edit.Set(ours.get().value());
        }
      }
      off |= isOff(style, lines.get(i), key);
    }
    return off ? new Edit.Off() : new Edit.None();
  }

  /// The text with the key edited so, whatever was done to it before.
  public static String apply(LineStyle style, String text, String key, Edit edit) {
    return switch (edit) {
      case Edit.None() -> strip(style, text, key);
      case Edit.Off() -> disable(style, strip(style, text, key), key).text();
      case Edit.Set(var value) ->
          insert(style, disable(style, strip(style, text, key), key), key, value);
    };
  }

  private static String strip(LineStyle style, String text, String key) {
    var kept = new StringBuilder();
    var lines = split(text);
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      if (marks(style, line.strip(), key)) {
        boolean ours = i + 1 < lines.size() && sets(style, lines.get(i + 1), key);
        if (line.startsWith(ON_AFTER_NO_LINE_END) && !kept.isEmpty()) {
          kept.setLength(kept.length() - 1);
        }
        i += ours ? 1 : 0;
      } else {
        kept.append(isOff(style, line.stripTrailing(), key) ? line.substring(OFF.length()) : line);
      }
    }
    return kept.toString();
  }

  private record Disabled(String text, int end, boolean any) {}

  /// Turns the key's lines off; `end` is behind the last of them, or the end of the text.
  private static Disabled disable(LineStyle style, String text, String key) {
    var out = new StringBuilder();
    int end = -1;
    for (var line : split(text)) {
      boolean sets = sets(style, line, key);
      out.append(sets ? OFF : "").append(line);
      end = sets ? out.length() : end;
    }
    return new Disabled(out.toString(), end < 0 ? out.length() : end, end >= 0);
  }

  private static String insert(LineStyle style, Disabled disabled, String key, String value) {
    var before = disabled.text().substring(0, disabled.end());
    boolean open = !before.isEmpty() && !before.endsWith("\n");
    return before
        + (open ? "\n" + ON_AFTER_NO_LINE_END : ON)
        + key
        + "\n"
        + style.write(key, value)
        + "\n"
        + disabled.text().substring(disabled.end());
  }

  private static boolean marks(LineStyle style, String line, String key) {
    for (var marker : List.of(ON, ON_AFTER_NO_LINE_END)) {
      if (line.startsWith(marker) && style.same(line.substring(marker.length()).strip(), key)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOff(LineStyle style, String line, String key) {
    return line.startsWith(OFF) && sets(style, line.substring(OFF.length()), key);
  }

  private static boolean sets(LineStyle style, String line, String key) {
    Optional<LineStyle.Entry> entry = style.parse(line.stripTrailing());
    return entry.isPresent() && style.same(entry.get().key(), key);
  }

  /// Lines with their ends.
  private static List<String> split(String text) {
    var lines = new ArrayList<String>();
    int from = 0;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      lines.add(text.substring(from, at + 1));
      from = at + 1;
    }
    if (from < text.length()) {
      lines.add(text.substring(from));
    }
    return lines;
  }
}
