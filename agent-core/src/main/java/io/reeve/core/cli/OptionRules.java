package io.reeve.core.cli;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Options that need or exclude each other. Groups of picocli would do it, but tell people which
/// ones *may* be given as if they had to be.
final class OptionRules {
  private final String command;

  /// @param command whose help explains the options
  OptionRules(String command) {
    this.command = command;
  }

  /// @param option as help shows it, with its value's name
  /// @return the value
  <T> T need(String option, @Nullable T value) {
    if (value == null) {
      throw wrong(option + " is missing");
    }
    return value;
  }

  /// @param others the names of other options, where they were given
  void alone(String option, Stream<Optional<String>> others) {
    others
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(other -> {
          throw wrong("both " + option + " and " + other + " are given");
        });
  }

  /// The option's name, where it was given.
  static Optional<String> given(String option, @Nullable Object value) {
    return value == null ? Optional.empty() : Optional.of(option);
  }

  AgentException wrong(String message) {
    return new AgentException(Kind.USAGE, message, "see 'reeve " + command + " --help'");
  }
}
