package io.reeve.core.cli;

import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/// Sets up logging when something logs for the first time, and not before: most commands never do.
/// The JDK makes an object of this class, which is why it is public.
public final class LogSetup {
  /// Held here, since the JDK forgets a logger, and its level with it, that nobody holds.
  private static final Logger OURS = Logger.getLogger("io.reeve");

  /// Configures the JDK's logging as [Verbosity] was told.
  public LogSetup() {
    LogManager.getLogManager().reset();
    var daemon = Boolean.getBoolean(Verbosity.DAEMON);
    var level = level(Integer.getInteger(Verbosity.LEVEL, 0), daemon);
    var handler = daemon ? toStandardOutput() : new ConsoleHandler();
    handler.setFormatter(new LogLine(daemon && System.getenv("JOURNAL_STREAM") != null));
    handler.setLevel(Level.ALL);
    var root = Logger.getLogger("");
    root.addHandler(handler);
    root.setLevel(level.intValue() < Level.INFO.intValue() ? Level.INFO : level);
    OURS.setLevel(level);
  }

  /// The daemon says what it does; the other commands are silent until asked.
  static Level level(int verbosity, boolean daemon) {
    return switch (verbosity + (daemon ? 1 : 0)) {
      case 0 -> Level.OFF;
      case 1 -> Level.INFO;
      case 2 -> Level.FINE;
      default -> Level.FINEST;
    };
  }

  private static Handler toStandardOutput() {
    return new StreamHandler(System.out, new LogLine(false)) {
      @Override
      public synchronized void publish(LogRecord record) {
        super.publish(record);
        flush();
      }
    };
  }
}
