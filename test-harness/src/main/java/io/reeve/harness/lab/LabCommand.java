package io.reeve.harness.lab;

import io.reeve.core.cli.ExtraCommand;
import io.reeve.core.cli.Terminal;
import java.util.concurrent.Callable;

/// Adds `reeve lab` to the command line.
public final class LabCommand implements ExtraCommand {
  /// For the `ServiceLoader`.
  public LabCommand() {}

  @Override
  public String name() {
    return "lab";
  }

  @Override
  public Callable<Integer> command(Terminal terminal) {
    return new LabRun(terminal);
  }
}
