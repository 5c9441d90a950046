package io.reeve.core.inventory;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns the stand-ins that libraries and firmware use for "not known" into absence.
final class Known {
  private static final Set<String> FILLERS =
      Set.of(
          "",
          "unknown",
          "n/a",
          "none",
          "null",
          "not specified",
          "not available",
          "not applicable",
          "to be filled by o.e.m.",
          "to be filled by oem",
          "default string",
          "system product name",
          "system manufacturer",
          "system version",
          "system serial number",
          "0123456789",
          "00000000-0000-0000-0000-000000000000",
          "ffffffff-ffff-ffff-ffff-ffffffffffff",
          "03000200-0400-0500-0006-000700080009");

  private Known() {}

  /// The text without blanks around it, unless there is none or it is a filler.
  static Optional<String> text(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    var stripped = text.strip();
    return FILLERS.contains(stripped.toLowerCase(Locale.ROOT))
        ? Optional.empty()
        : Optional.of(stripped);
  }

  /// The number, unless it is negative.
  static Optional<Long> count(long number) {
    return number < 0 ? Optional.empty() : Optional.of(number);
  }

  /// The number, unless it is zero or negative.
  static Optional<Long> positive(long number) {
    return number <= 0 ? Optional.empty() : Optional.of(number);
  }

  /// The decimal number at the start of the text.
  static Optional<Long> leadingNumber(String text) {
    int end = 0;
    while (end < text.length() && end < 18 && Character.digit(text.charAt(end), 10) >= 0) {
      end++;
    }
    return end == 0 ? Optional.empty() : Optional.of(Long.parseLong(text.substring(0, end)));
  }
}
