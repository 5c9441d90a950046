package io.reeve.harness.demo;

import io.reeve.core.cli.ExtraCommand;
import io.reeve.core.cli.OutputOptions;
import io.reeve.core.cli.Terminal;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.AgentFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `reeve demo`.
public final class DemoCommand implements ExtraCommand {
  @Override
  public String name() {
    return "demo";
  }

  @Override
  public Callable<Integer> command(Terminal terminal) {
    return new Play(terminal);
  }

  /// The command itself.
  @Command(
      description = {
        "Show the whole job with real parts, in a temporary folder.",
        "A lab service, enrolment, a profile, drift and its repair, an action, inventory, "
            + "compliance, and the way back. Uses loopback only and changes nothing outside the "
            + "folder."
      },
      footer = "  reeve demo --keep")
  static final class Play implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
        names = "--state",
        paramLabel = "DIR",
        description = "An empty folder for all of it (default: a temporary one).")
    private @Nullable Path state;

    @Mixin private final OutputOptions output = new OutputOptions();

    @Option(
        names = "--keep",
        description = "Leave lab and agent running at the end, and say how to look around.")
    private boolean keep;

    Play(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
      try {
        if (state != null) {
          return play(emptyFolder(state.toAbsolutePath().normalize()));
        }
        var temporary = Files.createTempDirectory("reeve-demo");
        try {
          return play(temporary);
        } finally {
          remove(temporary);
        }
      } catch (IOException e) {
        throw new AgentException(
            Kind.FAILED, "the demonstration cannot go on: " + e, "check the disk and the folder");
      }
    }

    private static Path emptyFolder(Path folder) throws IOException {
      Files.createDirectories(folder);
      try (var content = Files.list(folder)) {
        if (content.findAny().isPresent()) {
          throw new AgentException(
              Kind.USAGE, folder + " is not empty", "name a folder that is empty or not there yet");
        }
      }
      return folder;
    }

    private int play(Path folder) throws IOException, InterruptedException {
      var agents = ServiceLoader.load(AgentFactory.class).findFirst().orElseThrow();
      try (var demo = Demo.start(folder, agents)) {
        var show = new Show(demo, terminal, output.json());
        boolean good = show.run(keep);
        if (keep && good) {
          demo.join();
        }
        return good ? 0 : 1;
      }
    }

    private static void remove(Path folder) throws IOException {
      try (var paths = Files.walk(folder)) {
        for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }
}
