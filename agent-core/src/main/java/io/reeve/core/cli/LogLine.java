package io.reeve.core.cli;

import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/// A record as one line: time, level, place, text, and the causes of an exception. Line breaks and
/// control characters in it are made harmless, so that nobody can forge a record.
final class LogLine extends Formatter {
  private static final int MOST_CAUSES = 8;

  private final boolean journal;

  /// @param journal whether systemd's journal takes the lines: it has a clock of its own, and wants
  ///   the priority in front
  LogLine(boolean journal) {
    this.journal = journal;
  }

  @Override
  public String format(LogRecord record) {
    var line = new StringBuilder();
    if (journal) {
      line.append(priority(record.getLevel()));
    } else {
      line.append(record.getInstant().truncatedTo(ChronoUnit.MILLIS))
          .append(' ')
          .append(level(record.getLevel()))
          .append(' ');
    }
    line.append(place(record.getLoggerName()))
        .append(": ")
        .append(Plain.text(formatMessage(record)));
    var cause = record.getThrown();
    for (var i = 0; cause != null && i < MOST_CAUSES; i++, cause = cause.getCause()) {
      line.append(" | ").append(Plain.text(cause));
      if (record.getLevel().intValue() >= Level.SEVERE.intValue()
          && cause.getStackTrace().length > 0) {
        line.append(" at ").append(cause.getStackTrace()[0]);
      }
    }
    return line.append('\n').toString();
  }

  /// As in sd-daemon(3).
  private static String priority(Level level) {
    return level.intValue() >= Level.SEVERE.intValue()
        ? "<3>"
        : level.intValue() >= Level.WARNING.intValue()
            ? "<4>"
            : level.intValue() >= Level.INFO.intValue() ? "<6>" : "<7>";
  }

  private static String level(Level level) {
    return level.intValue() >= Level.SEVERE.intValue()
        ? "error"
        : level.intValue() >= Level.WARNING.intValue()
            ? "warn "
            : level.intValue() >= Level.INFO.intValue() ? "info " : "debug";
  }

  private static String place(@Nullable String logger) {
    var name = logger == null ? "reeve" : logger;
    return name.toLowerCase(Locale.ROOT).startsWith("io.reeve.") ? name.substring(9) : name;
  }
}
