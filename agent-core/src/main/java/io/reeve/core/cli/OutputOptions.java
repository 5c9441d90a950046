package io.reeve.core.cli;

import picocli.CommandLine.Option;

/// The options of a command that asks no agent; use with picocli's `@Mixin`.
public final class OutputOptions {
  @Option(names = "--json", description = "Print JSON for scripts.")
  private boolean json;

  @Option(
      names = {"-v", "--verbose"},
      description = "Log what is done; twice for more.")
  private boolean[] verbose = {};

  /// Whether the output is for a script.
  public boolean json() {
    return json;
  }

  /// How often `-v` was given.
  public int verbosity() {
    return verbose.length;
  }
}
