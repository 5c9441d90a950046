package io.reeve.core.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Times as people say them.
final class Ago {
  private final Instant now;

  Ago(Clock clock) {
    now = clock.instant();
  }

  /// `3 minutes ago`, `in 2 days`, `just now`.
  String of(Instant time) {
    var between = Duration.between(time, now);
    if (between.abs().toSeconds() < 5) {
      return "just now";
    }
    return between.isNegative() ? "in " + words(between.negated()) : words(between) + " ago";
  }

  /// `2026-11-20 23:45 UTC`, for lists.
  static String date(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", " UTC");
  }

  private static String words(Duration length) {
    if (length.toSeconds() < 60) {
      return Plain.count(length.toSeconds(), "second");
    }
    if (length.toMinutes() < 60) {
      return Plain.count(length.toMinutes(), "minute");
    }
    if (length.toHours() < 48) {
      return Plain.count(length.toHours(), "hour");
    }
    return Plain.count(length.toDays(), "day");
  }
}
