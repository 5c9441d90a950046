package io.reeve.policy;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The lexical spaces of the formats: how a text that travelled becomes a value (ddf-v2 section 2).
final class Wire {
  private static final Pattern INT = Pattern.compile("[+-]?\\d{1,19}");
  private static final Pattern HEX = Pattern.compile("0[xX][0-9a-fA-F]{1,15}");
  private static final Pattern FLOAT =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");
  private static final List<DateTimeFormatter> DATES =
      List.of(DateTimeFormatter.ISO_LOCAL_DATE, DateTimeFormatter.BASIC_ISO_DATE);
  private static final List<DateTimeFormatter> TIMES =
      List.of(
          DateTimeFormatter.ISO_LOCAL_TIME,
          DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT),
          DateTimeFormatter.ISO_DATE_TIME,
          DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss['Z']", Locale.ROOT));

  private Wire() {}

  /// The value of that format, or empty when the text is none.
  static Optional<Value> read(Format format, String text) {
    var bare = text.strip();
    return switch (format) {
      case BOOL -> bool(bare).map(Value::of);
      case INT -> number(bare).map(Value::of);
      case CHR -> Optional.of(Value.of(text));
      case XML -> Xml.isDocument(text) ? Optional.of(Value.of(text)) : Optional.empty();
      case B64, BIN -> bytes(text);
      case FLOAT -> text(bare, FLOAT.matcher(bare).matches());
      case DATE -> text(bare, isDate(bare));
      case TIME -> text(bare, isTime(bare));
      case NULL -> text("", text.isEmpty());
      case NODE -> Optional.empty();
    };
  }

  /// A truth value in one of its spellings.
  static Optional<Boolean> bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1" -> Optional.of(true);
      case "false", "0" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /// A whole number of 64 bits, decimal or with `0x`.
  static Optional<Long> number(String text) {
    try {
      if (HEX.matcher(text).matches()) {
        return Optional.of(Long.parseLong(text.substring(2), 16));
      }
      return INT.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static Optional<Value> bytes(String text) {
    try {
      return Optional.of(new Value.Bytes(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<Value> text(String text, boolean good) {
    return good ? Optional.of(Value.of(text)) : Optional.empty();
  }

  private static boolean isDate(String text) {
    return DATES.stream().anyMatch(form -> parses(() -> LocalDate.parse(text, form)));
  }

  private static boolean isTime(String text) {
    return TIMES.stream().anyMatch(form -> parses(() -> LocalTime.parse(text, form)));
  }

  private static boolean parses(Runnable parse) {
    try {
      parse.run();
      return true;
    } catch (DateTimeException _) {
      return false;
    }
  }
}
