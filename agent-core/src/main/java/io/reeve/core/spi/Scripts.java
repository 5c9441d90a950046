package io.reeve.core.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// Runs scripts that the service sends. A script is a file that its interpreter is given; nothing
/// of it ever goes through a command line.
@FunctionalInterface
public interface Scripts {
  /// How much memory a script may have: on Windows with all that it starts, elsewhere each of its
  /// programs. What wants more does not get it, and ends as it then does. It is there for mistakes:
  /// what has no bound takes the machine from whoever works at it.
  long MOST_MEMORY = 2L << 30;

  /// Runs a script and waits for its end: with an empty standard input, a fixed environment and a
  /// private folder that goes with it. Nothing that it started is left.
  ///
  /// @throws NotApplicableException when this system runs no such scripts
  /// @throws IOException when it cannot be started
  Ran run(Script script) throws IOException;

  /// A script.
  ///
  /// @param text what it says
  /// @param interpreter the absolute path of the program that it is given to; empty for the one its
  ///   first line names (`#!`), or the system's shell
  /// @param asUser whether it runs as the person who is at the machine, and not as the system
  /// @param patience after which it and all it started are ended
  /// @param folder a folder of the agent's in which a private one may be made for it
  record Script(String text, String interpreter, boolean asUser, Duration patience, Path folder) {}

  /// How a script ended.
  ///
  /// @param exit its exit code; 124 when its time was over
  /// @param output the end of what it wrote, 2 KiB at most
  record Ran(int exit, String output) {
    /// The exit code of a script whose time was over.
    public static final int LATE = 124;
  }
}
