package io.reeve.core.cli;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.AgentFactory;
import java.time.Duration;
import java.util.ServiceLoader;

/// Where the program begins. What is made here is all there is until a command needs more.
public final class Main {
  private Main() {}

  /// @param arguments the command and its options; `--help` lists them
  public static void main(String[] arguments) {
    var terminal = SystemTerminal.open();
    var context = new Context(terminal, new Agents(Main::agentFactory, Main::pause));
    var exit = new Reeve(context, ServiceLoader.load(ExtraCommand.class)).run(arguments);
    terminal.out().flush();
    terminal.err().flush();
    System.exit(exit);
  }

  private static AgentFactory agentFactory() {
    return ServiceLoader.load(AgentFactory.class)
        .findFirst()
        .orElseThrow(() ->
            new AgentException(
                Kind.FAILED,
                "this installation has no agent in it",
                "install it again: a file is missing from its folder"));
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(100));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
