package io.reeve.core.cli;

import java.util.concurrent.Callable;

/// A command that another module adds to `reeve`, found by `ServiceLoader`. The class itself must
/// be cheap to load: it is made at every start.
public interface ExtraCommand {
  /// The name typed after `reeve`, for example `lab`.
  String name();

  /// Makes the command: an object of a class with picocli's `@Command`, options and parameters.
  /// Called only when this command or the list of all commands is asked for. A [CommonOptions]
  /// mixin gives it `--state`, `--root`, `--json` and `-v`; help, an example in the footer and the
  /// printing of errors come from outside.
  ///
  /// Its result is the exit code; an [io.reeve.core.local.AgentException] is printed as `error:`
  /// and `hint:` and gives its own exit code.
  ///
  /// @param terminal where it reads and prints
  Callable<Integer> command(Terminal terminal);
}
