package io.reeve.core.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;

/// The person or script at the other end: all that a command reads and prints goes through it.
///
/// @param in standard input
/// @param out results
/// @param err errors, progress and questions
/// @param interactive whether a person reads `out`: colour, relative times and live tables are for
///   them only
/// @param colour whether colour may be used; never when not interactive or with `NO_COLOR`
/// @param width columns of `out`; 80 when unknown
/// @param clock for relative times
/// @param secrets asks a question and reads the answer without echo; empty without a terminal
public record Terminal(
    InputStream in,
    PrintWriter out,
    PrintWriter err,
    boolean interactive,
    boolean colour,
    int width,
    Clock clock,
    SecretPrompt secrets) {

  /// Reads what must not be seen.
  @FunctionalInterface
  public interface SecretPrompt {
    /// @param question shown before the answer is typed
    /// @return what was typed; empty when there is no terminal to ask at
    Optional<String> ask(String question);
  }
}
