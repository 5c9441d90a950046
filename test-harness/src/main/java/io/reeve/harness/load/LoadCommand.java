package io.reeve.harness.load;

import io.reeve.core.cli.ExtraCommand;
import io.reeve.core.cli.Terminal;
import java.util.concurrent.Callable;

/// Adds `reeve lab-load` to the command line.
public final class LoadCommand implements ExtraCommand {
  /// For the `ServiceLoader`.
  public LoadCommand() {}

  @Override
  public String name() {
    return "lab-load";
  }

  @Override
  public Callable<Integer> command(Terminal terminal) {
    return new LoadRun(terminal);
  }
}
