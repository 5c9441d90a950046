package io.reeve.installer.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was asked for on the command line.
///
/// @param parts which, in the order of [#PARTS]
/// @param smoke take each measurement once and small, to see that it can be taken
/// @param document whose tables shall be replaced
record Request(List<String> parts, boolean smoke, Optional<Path> document) {
  static final List<String> PARTS = List.of("budgets", "peers", "growth", "jmh", "load");

  static final String USAGE =
      """
      usage: ./reeve bench [PART...] [--smoke] [--write FILE]
        PART is any of budgets, peers, growth, jmh, load; without one, all of them.
        --smoke takes each measurement once, to see that it can be taken.
        --write FILE replaces the tables in FILE, between their marks, with those measured.
      Exit status: 0 measured, 1 what was compared did not do the same work, 2 wrong usage,
        3 a part could not be measured on this machine.
      """;

  Request {
    parts = List.copyOf(parts);
  }

  /// @throws IllegalArgumentException when it cannot be understood; says what
  static Request of(List<String> arguments) {
    var parts = new ArrayList<String>();
    boolean smoke = false;
    Optional<Path> document = Optional.empty();
    for (int i = 0; i < arguments.size(); i++) {
      var argument = arguments.get(i);
      if (argument.equals("--smoke")) {
        smoke = true;
      } else if (argument.equals("--write") && i + 1 < arguments.size()) {
        document = Optional.of(Path.of(arguments.get(++i)));
      } else if (PARTS.contains(argument)) {
        parts.add(argument);
      } else {
        throw new IllegalArgumentException("'" + argument + "' is not understood");
      }
    }
    var wanted = PARTS.stream().filter(part -> parts.isEmpty() || parts.contains(part)).toList();
    return new Request(wanted, smoke, document);
  }
}
