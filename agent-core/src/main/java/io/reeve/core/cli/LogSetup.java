package io.reeve.core.cli;

import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/// Sets up logging when something logs for the first time, and not before: most commands never do.
/// The JDK makes an object of this class, which is why it is public.
public final class LogSetup {
  private static final String VERBOSITY = "reeve.log.verbosity";
  private static final String DAEMON = "reeve.log.daemon";

  /// Configures the JDK's logging as [#prepare] was told.
  public LogSetup() {
    LogManager.getLogManager().reset();
    var daemon = Boolean.getBoolean(DAEMON);
    var level = level(Integer.getInteger(VERBOSITY, 0), daemon);
    var handler = daemon ? toStandardOutput() : new ConsoleHandler();
    handler.setFormatter(new LogLine());
    handler.setLevel(Level.ALL);
    var root = Logger.getLogger("");
    root.addHandler(handler);
    root.setLevel(level.intValue() < Level.INFO.intValue() ? Level.INFO : level);
    Logger.getLogger("io.reeve").setLevel(level);
  }

  /// @param arguments of the command line
  static void prepare(String... arguments) {
    System.setProperty("java.util.logging.config.class", LogSetup.class.getName());
    System.setProperty(VERBOSITY, String.valueOf(verbosity(arguments)));
    System.setProperty(
        DAEMON, String.valueOf(arguments.length > 0 && arguments[0].equals("daemon")));
  }

  /// How often `-v` is among the arguments.
  static int verbosity(String... arguments) {
    var count = 0;
    for (var argument : arguments) {
      count +=
          switch (argument) {
            case "-v", "--verbose" -> 1;
            case "-vv" -> 2;
            default -> 0;
          };
    }
    return count;
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
    return new StreamHandler(System.out, new LogLine()) {
      @Override
      public synchronized void publish(java.util.logging.LogRecord record) {
        super.publish(record);
        flush();
      }
    };
  }
}
