package io.reeve.system;

import java.util.List;

/// A machine on which programs can be run, as root.
interface Machine {
  /// Runs a program on it, with that on its standard input.
  Programs.Ended run(List<String> arguments, String input);

  /// Runs a program on it.
  default Programs.Ended run(String... arguments) {
    return run(List.of(arguments), "");
  }

  /// Runs a program on it, which must succeed, and gives its output.
  default String need(String... arguments) {
    return run(arguments).need();
  }

  /// The text of a file.
  default String read(String file) {
    return need("cat", "--", file);
  }

  default boolean has(String file) {
    return run("test", "-e", file).ok();
  }

  /// Writes a file, in place: its mode and owner stay when there is one.
  default void write(String file, String text) {
    run(List.of("tee", "--", file), text).need();
  }
}
