package io.reeve.core.spi;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Runs a program of the operating system. Argument lists only: there is no shell.
@FunctionalInterface
public interface Commands {

  /// Runs the program with an empty standard input, a fixed `PATH` and `LC_ALL=C`, and waits for
  /// its end.
  ///
  /// @param arguments the program's absolute path, then its arguments
  /// @param deadline after which the program and its children are ended
  /// @throws IOException when it cannot be started (its message names the program), or the deadline
  ///   passes
  Result run(List<String> arguments, Duration deadline) throws IOException;

  /// As the other, with a secret as its standard input.
  default Result run(List<String> arguments, Secret input, Duration deadline) throws IOException {
    throw new NotApplicableException("programs are told nothing here");
  }

  /// How a program ended.
  ///
  /// @param exit its exit code
  /// @param out what it wrote to standard output, at most 4 MiB
  /// @param err what it wrote to standard error, at most 64 KiB
  record Result(int exit, String out, String err) {
    /// Whether the exit code is zero.
    public boolean ok() {
      return exit == 0;
    }
  }
}
