package io.reeve.core.cli;

import io.reeve.core.local.AgentService;
import io.reeve.core.local.Json;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;

/// What every command works with.
///
/// @param terminal where it reads and prints
/// @param agents who answers
record Context(Terminal terminal, Agents agents) {

  /// Asks the agent and shows its answer.
  ///
  /// @return the answer
  <T> T answer(CommonOptions options, Function<AgentService, T> question, Consumer<T> page) {
    var answer = agents.ask(options.place(), question);
    show(options.output(), answer, page);
    return answer;
  }

  /// Prints an answer: as JSON for scripts, else as the page says.
  <T> void show(OutputOptions options, T answer, Consumer<T> page) {
    if (options.json()) {
      say(Json.pretty(answer));
    } else {
      page.accept(answer);
    }
  }

  void say(String line) {
    terminal.out().println(line);
  }

  /// How long ago for a person, the date for a file or a pipe.
  String when(Instant time) {
    return terminal.interactive() ? new Ago(terminal.clock()).of(time) : Ago.date(time);
  }

  String ink(Ink ink, String text) {
    return ink.on(text, terminal.colour());
  }
}
