package io.reeve.platform.windows;

import java.util.List;
import java.util.stream.Collectors;

/// The one text that a program of Windows gets instead of a list of arguments, from which C's
/// runtime makes the same list again: an argument is quoted where it has to be, a quote in it has a
/// backslash before it, and backslashes count double only before a quote.
final class CommandLine {
  private CommandLine() {}

  static String of(List<String> arguments) {
    return arguments.stream().map(CommandLine::quoted).collect(Collectors.joining(" "));
  }

  /// The program of such a text.
  static String program(String line) {
    boolean quoted = line.startsWith("\"");
    int end = line.indexOf(quoted ? '"' : ' ', 1);
    return line.substring(quoted ? 1 : 0, end < 0 ? line.length() : end);
  }

  private static String quoted(String argument) {
    if (argument.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("an argument of a program has a zero in it");
    }
    if (!argument.isEmpty() && argument.chars().noneMatch(c -> " \t\n\u000B\"".indexOf(c) >= 0)) {
      return argument;
    }
    var quoted = new StringBuilder("\"");
    int slashes = 0;
    for (int i = 0; i < argument.length(); i++) {
      char c = argument.charAt(i);
      if (c == '"') {
        quoted.repeat('\\', slashes + 1);
      }
      slashes = c == '\\' ? slashes + 1 : 0;
      quoted.append(c);
    }
    return quoted.repeat('\\', slashes).append('"').toString();
  }
}
