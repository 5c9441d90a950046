package io.reeve.core.cli;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.AgentFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.ServiceLoader;

/// Where the program begins. What is made here is all there is until a command needs more.
public final class Main {
  private Main() {}

  /// @param arguments the command and its options; `--help` lists them
  public static void main(String[] arguments) {
    formatAsEverywhere();
    var terminal = SystemTerminal.open();
    var agents = new Agents(Main::agentFactory, Main::pause);
    var context = new Context(terminal, agents);
    var reeve = new Reeve(context, ServiceLoader.load(ExtraCommand.class));
    var exit = reeve.run(arguments);
    terminal.out().flush();
    terminal.err().flush();
    end(exit, reeve.isOwn(arguments) && !agents.opened());
  }

  /// Numbers that are put into texts are read by machines as often as by people: they have the same
  /// digits everywhere, and not those of Egypt or Nepal. What is for people says in which language.
  static void formatAsEverywhere() {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
  }

  /// An orderly end loads the JDK's logging and runs what was registered for it, which a command
  /// that only asked the daemon has no use for.
  private static void end(int exit, boolean atOnce) {
    if (atOnce) {
      Runtime.getRuntime().halt(exit);
    }
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
