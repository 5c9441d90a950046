package io.reeve.core.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `reeve completion`.
@Command(
    name = "completion",
    description = "Print a completion script for bash and zsh.",
    footer = "  source <(reeve completion)")
final class CompletionCommand implements Callable<Integer> {
  private final Context context;
  private final Supplier<CommandLine> whole;

  /// @param whole makes the command line with all its commands
  CompletionCommand(Context context, Supplier<CommandLine> whole) {
    this.context = context;
    this.whole = whole;
  }

  @Override
  public Integer call() {
    context.say(AutoComplete.bash("reeve", whole.get()));
    return 0;
  }
}
