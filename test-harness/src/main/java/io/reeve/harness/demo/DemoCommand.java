package io.reeve.harness.demo;

import io.reeve.core.cli.CommonOptions;
import io.reeve.core.cli.ExtraCommand;
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
            + "folder; --state DIR names an empty one instead of a temporary one."
      },
      footer = "  reeve demo --keep")
  static final class Play implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private final CommonOptions common = new CommonOptions();

    @Option(
        names = "--keep",
        description = "Leave lab and agent running at the end, and say how to look around.")
    private boolean keep;

    Play(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
      refuseRealRoot();
      try {
        var folder = common.givenState().orElse(null);
        if (folder != null) {
          return play(emptyFolder(folder));
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

    private void refuseRealRoot() {
      if (common.place().root().getParent() != null) {
        throw new AgentException(
            Kind.USAGE,
            "the demonstration makes its own root",
            "leave --root out; --state DIR names an empty folder for everything");
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
        var show = new Show(demo, terminal, common.json());
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
