package io.reeve.core.cli;

import java.util.Arrays;
import java.util.List;

/// How much is logged, handed to [LogSetup] through system properties: nothing of the JDK's logging
/// is loaded for it.
final class Verbosity {
  static final String LEVEL = "reeve.log.verbosity";
  static final String DAEMON = "reeve.log.daemon";

  private Verbosity() {}

  /// @param arguments of the command line
  static void prepare(String... arguments) {
    var daemon = Arrays.asList(arguments).indexOf("daemon") == 0;
    System.setProperty("java.util.logging.config.class", "io.reeve.core.cli.LogSetup");
    System.setProperty(LEVEL, String.valueOf(of(arguments)));
    System.setProperty(DAEMON, String.valueOf(daemon));
  }

  /// How often `-v` is among the arguments.
  static int of(String... arguments) {
    var count = 0;
    for (var argument : arguments) {
      if (List.of("-v", "--verbose").contains(argument)) {
        count++;
      } else if (argument.equals("-vv")) {
        count += 2;
      }
    }
    return count;
  }
}
