package io.reeve.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/// Reads the `allowed` member of a row.
final class AllowedReader {
  private final Fields row;
  private final Format format;
  private final List<Check> whole = new ArrayList<>();
  private final List<Check> entries = new ArrayList<>();

  AllowedReader(Fields row, Format format) {
    this.row = row;
    this.format = format;
  }

  Allowed read() {
    var found = row.object("allowed");
    if (found.isEmpty()) {
      return Allowed.ANYTHING;
    }
    var allowed = found.get();
    range(allowed);
    values(allowed);
    flags(allowed);
    allowed.optionalText("pattern").ifPresent(p -> entries.add(new Check.Like(regex(allowed, p))));
    length(allowed);
    json(allowed);
    if (allowed.flag("xml")) {
      whole.add(new Check.WellFormed());
    }
    if (allowed.flag("groups")) {
      whole.add(new Check.Groups());
    }
    admx(allowed);
    var delimiter = allowed.optionalText("list").map(Allowed::delimiter);
    allowed.end();
    return new Allowed(whole, entries, delimiter);
  }

  private void range(Fields allowed) {
    allowed
        .optionalText("range")
        .ifPresent(text -> {
          try {
            entries.add(new Check.Inside(Range.parse(text)));
          } catch (IllegalArgumentException e) {
            allowed.problem(String.valueOf(e.getMessage()));
          }
        });
  }

  private void values(Fields allowed) {
    if (allowed.has("values")) {
      var values = allowed.texts("values");
      if (values.isEmpty()) {
        allowed.problem("'values' is empty");
      }
      entries.add(new Check.OneOf(values, format == Format.INT));
    }
  }

  private void flags(Fields allowed) {
    if (!allowed.has("flags")) {
      return;
    }
    long mask = 0;
    for (var text : allowed.texts("flags")) {
      var bit = Wire.number(text);
      if (bit.isEmpty() || bit.get() <= 0) {
        allowed.problem("flag '" + text + "' is not a positive number");
      }
      mask |= bit.orElse(0L);
    }
    entries.add(new Check.Bits(mask));
  }

  private void length(Fields allowed) {
    if (allowed.has("minLength") || allowed.has("maxLength")) {
      long max = Setting.MAX_VALUE_LENGTH;
      long least = allowed.number("minLength", 0, max, 0);
      whole.add(new Check.Length(least, allowed.number("maxLength", least, max, max)));
    }
  }

  private void json(Fields allowed) {
    allowed
        .optionalText("json")
        .ifPresent(text -> {
          var kind = kind(text);
          if (kind.isEmpty()) {
            allowed.problem("json '" + text + "' is none of object, array, any");
          }
          whole.add(new Check.Json(kind.orElse(Check.Json.Kind.ANY)));
        });
  }

  private static Optional<Check.Json.Kind> kind(String text) {
    for (var kind : Check.Json.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private void admx(Fields allowed) {
    if (!allowed.has("admx")) {
      return;
    }
    var required = new HashSet<String>();
    var known = new HashSet<String>();
    for (var id : allowed.texts("admx")) {
      boolean optional = id.endsWith("?");
      var name = optional ? id.substring(0, id.length() - 1) : id;
      known.add(name);
      if (!optional) {
        required.add(name);
      }
    }
    whole.add(new Check.Payload(required, known));
  }

  /// The expression of that text; one that does not compile becomes a problem and matches anything.
  static Regex regex(Fields fields, String text) {
    try {
      return Regex.of(text);
    } catch (PatternSyntaxException e) {
      fields.problem("'" + text + "' is not a regular expression: " + e.getDescription());
      return Regex.of("(?s).*");
    }
  }
}
