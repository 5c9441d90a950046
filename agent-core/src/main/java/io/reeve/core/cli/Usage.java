package io.reeve.core.cli;

import io.reeve.core.local.AgentException.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Explains a mistyped command line.
final class Usage {
  private static final int LIKELY = 2;

  private Usage() {}

  static int print(ParameterException e, ErrorPage page) {
    var command = e.getCommandLine().getCommandSpec().qualifiedName();
    var help = "see '" + command + " --help'";
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      return page.print(Kind.USAGE, unmatched(unmatched), hint(unmatched, help));
    }
    return page.print(Kind.USAGE, first(e), help);
  }

  private static String unmatched(UnmatchedArgumentException e) {
    var word = e.getUnmatched().getFirst();
    var command = e.getCommandLine().getCommandSpec();
    if (word.startsWith("-")) {
      return "'" + command.qualifiedName() + "' has no option '" + word + "'";
    }
    return command.subcommands().isEmpty()
        ? "'" + command.qualifiedName() + "' takes no '" + word + "'"
        : "there is no command '" + word + "'";
  }

  private static String hint(UnmatchedArgumentException e, String help) {
    var ofTheRoot = e.getCommandLine().getCommandSpec().parent() == null;
    if (ofTheRoot && e.getUnmatched().getFirst().startsWith("-")) {
      return "options go after the command, as in 'reeve status --json'; " + help;
    }
    return suggestion(e.getUnmatched().getFirst(), candidates(e))
        .map(likely -> "did you mean '" + likely + "'? " + help)
        .orElse(help);
  }

  private static List<String> candidates(UnmatchedArgumentException e) {
    var command = e.getCommandLine().getCommandSpec();
    var names = new ArrayList<String>();
    if (e.getUnmatched().getFirst().startsWith("-")) {
      command.options().forEach(option -> names.addAll(List.of(option.names())));
    } else {
      names.addAll(command.subcommands().keySet());
    }
    return names;
  }

  /// The name that needs the fewest edits to come from what was typed; empty when none is near.
  static Optional<String> suggestion(String typed, List<String> names) {
    return names.stream()
        .filter(name -> name.startsWith(typed) || distance(typed, name) <= LIKELY)
        .min(
            Comparator.<String>comparingInt(name -> distance(typed, name))
                .thenComparing(name -> name));
  }

  private static int distance(String a, String b) {
    var previous = new int[b.length() + 1];
    for (var j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      var current = new int[b.length() + 1];
      current[0] = i;
      for (var j = 1; j <= b.length(); j++) {
        var change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        current[j] = Math.min(previous[j - 1] + change, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }

  private static String first(ParameterException e) {
    return switch (e) {
      case MissingParameterException missing when !missing.getMissing().isEmpty() ->
          missing.getMissing().stream()
              .map(arg ->
                  arg instanceof OptionSpec option
                      ? option.longestName() + " needs " + arg.paramLabel()
                      : arg.paramLabel() + " is missing")
              .collect(Collectors.joining(", "));
      default ->
          Optional.ofNullable(e.getMessage())
              .orElse("wrong usage")
              .lines()
              .findFirst()
              .orElse("")
              .replace("is not an int", "is not a whole number")
              .replaceFirst("^Unknown subcommand '(.*)'\\.?$", "there is no command '$1'")
              .replaceFirst("^Invalid value for", "invalid value for");
    };
  }
}
