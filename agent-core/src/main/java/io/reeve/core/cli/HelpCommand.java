package io.reeve.core.cli;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `reeve help`.
@Command(
    name = "help",
    description = "Explain a command, as its --help does.",
    footer = "  reeve help status")
final class HelpCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final CommandLine root;

  @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "Without it: all of them.")
  private @Nullable String name;

  /// @param root the command line with all its commands
  HelpCommand(Terminal terminal, CommandLine root) {
    this.terminal = terminal;
    this.root = root;
  }

  @Override
  public Integer call() {
    var explained = name == null ? Optional.of(root) : named(name);
    explained
        .orElseThrow(() ->
            new AgentException(
                Kind.USAGE, "there is no command '" + name + "'", "see 'reeve --help'"))
        .usage(terminal.out());
    return 0;
  }

  private Optional<CommandLine> named(String command) {
    return Optional.ofNullable(root.getSubcommands().get(command));
  }
}
