package io.reeve.core.cli;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How errors are told, on standard error: two lines for people, one object for scripts.
final class ErrorPage {
  private final Terminal terminal;
  private final boolean json;

  ErrorPage(Terminal terminal, boolean json) {
    this.terminal = terminal;
    this.json = json;
  }

  /// @return the exit code
  int print(AgentException e) {
    return print(e.kind(), Optional.ofNullable(e.getMessage()).orElse("it failed"), e.hint());
  }

  int print(Kind kind, String message, String hint) {
    if (json) {
      var error = new LinkedHashMap<String, Object>();
      error.put("kind", kind.name());
      error.put("message", message);
      error.put("hint", hint);
      terminal.err().println(Json.pretty(Map.of("error", error)));
    } else {
      terminal.err().println(Ink.BAD.on("error:", terminal.colour()) + " " + Plain.text(message));
      if (!hint.isEmpty()) {
        terminal.err().println(Ink.BOLD.on("hint:", terminal.colour()) + " " + Plain.text(hint));
      }
    }
    return kind.exit();
  }

  /// A defect of this program.
  ///
  /// @param trace whether to print where
  int bug(Throwable e, boolean trace) {
    if (trace) {
      e.printStackTrace(terminal.err());
    }
    return print(
        Kind.FAILED,
        "this should not have happened: " + e,
        trace ? "please report it" : "run it again with -v to see where, and please report it");
  }
}
