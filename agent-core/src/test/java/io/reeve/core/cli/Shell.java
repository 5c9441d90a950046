package io.reeve.core.cli;

import io.reeve.core.local.AgentFactory;
import io.reeve.core.local.AgentService;
import io.reeve.core.local.SampleAgent;
import io.reeve.core.local.SelfTestReport;
import io.reeve.core.local.Views;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command line with an agent of a test behind it.
final class Shell {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);

  private final AgentService agent;
  private final List<String> opened = new ArrayList<>();
  private Runnable failure = () -> {};
  private Optional<String> typed = Optional.empty();
  private InputStream in = InputStream.nullInputStream();
  private boolean interactive;
  private Runnable pause = () -> {};
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  Shell(AgentService agent) {
    this.agent = agent;
  }

  /// From now on opening the agent throws.
  void failing(RuntimeException e) {
    failing(() -> {
      throw e;
    });
  }

  /// From now on opening the agent does that first.
  void failing(Runnable action) {
    failure = action;
  }

  Shell typing(String text) {
    in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  Shell answering(String secret) {
    typed = Optional.of(secret);
    return this;
  }

  /// Runs that whenever the command waits.
  Shell pausing(Runnable action) {
    pause = action;
    return this;
  }

  /// From now on a person reads what is printed, in colour.
  Shell atATerminal() {
    interactive = true;
    return this;
  }

  int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    var terminal =
        new Terminal(
            in,
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            interactive,
            interactive,
            80,
            CLOCK,
            _ -> typed);
    var context = new Context(terminal, new Agents(Factory::new, () -> pause.run()));
    return new Reeve(context, List.of(new Greet())).run(withState(arguments));
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  List<String> opened() {
    return opened;
  }

  private static final List<String> STATELESS =
      List.of("completion", "help", "approve", "sign-script");

  /// A state folder that is not this machine's, unless the test names one.
  private static String[] withState(String... arguments) {
    var list = new ArrayList<>(Arrays.asList(arguments));
    var takesState =
        !list.isEmpty()
            && !list.getFirst().startsWith("-")
            && !STATELESS.contains(list.getFirst())
            && !list.contains("--state");
    if (takesState) {
      list.add(1, "--state");
      list.add(2, "/nonexistent/reeve");
    }
    return list.toArray(String[]::new);
  }

  private final class Factory implements AgentFactory {
    @Override
    public OpenAgent open(Place place) {
      failure.run();
      opened.add(place.state() + " " + place.root());
      return new OpenAgent() {
        @Override
        public AgentService service() {
          return agent;
        }

        @Override
        public void close() {
          // Nothing is held.
        }
      };
    }

    @Override
    public SelfTestReport selfTest(Path root, boolean write) {
      return SampleAgent.selfTest(write);
    }

    @Override
    public Views.Released release(Place place) {
      opened.add("release " + place.state());
      return new Views.Released(2, List.of("line in hosts: somebody else has changed it since"));
    }

    @Override
    public void runDaemon(Place place, Runnable ready) {
      opened.add("daemon " + Path.of("/").relativize(place.state()));
    }
  }

  private static final class Greet implements ExtraCommand {
    @Override
    public String name() {
      return "greet";
    }

    @Override
    public Callable<Integer> command(Terminal terminal) {
      return new GreetCommand(terminal);
    }
  }

  @Command(name = "greet", description = "Says hello.", footer = "  reeve greet --name Ada")
  static final class GreetCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--name", description = "Whom to greet.")
    private String name = "";

    @Mixin private final CommonOptions common = new CommonOptions();

    GreetCommand(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      terminal.out().println("hello " + name);
      return common.json() ? 0 : 4;
    }
  }
}
