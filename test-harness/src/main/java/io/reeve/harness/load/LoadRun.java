package io.reeve.harness.load;

import io.reeve.core.cli.OutputOptions;
import io.reeve.core.cli.Terminal;
import io.reeve.core.local.AgentException;
import io.reeve.harness.lab.Lab;
import io.reeve.harness.lab.LabConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `reeve lab-load`.
@Command(
    name = "lab-load",
    description = {
      "Measure what a fleet costs: a lab and many enrolled devices in one process.",
      "Each device has a key, a certificate, TLS sessions and a memory of its own, and speaks with "
          + "the agent's own session engine and transport over loopback. Nothing of this machine "
          + "is touched. Ctrl-C ends it and prints what was measured by then."
    },
    footer = {
      "  reeve lab-load --devices 1,100,1000 --minutes 0.5",
      "  reeve lab-load --devices 200 --syncs 10 --json | jq '.rounds[].p99Millis'"
    })
final class LoadRun implements Callable<Integer> {
  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "An empty folder for the lab (default: a temporary one).")
  private @Nullable Path state;

  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(
      names = "--devices",
      paramLabel = "N[,N...]",
      description =
          "How many devices, 1 to 20000; of several numbers each is measured (default: 100).")
  private String devices = "100";

  @Option(
      names = "--syncs",
      paramLabel = "N",
      description = "Have each device sync so often (default: 5).")
  private @Nullable Integer syncs;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "Instead, have the fleet sync for so long; 0.5 is half a minute.")
  private @Nullable Double minutes;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      description = "How many devices talk at the same time, 1 to 500 (default: 8).")
  private int atOnce = 8;

  @Option(
      names = "--settings",
      paramLabel = "N",
      description = "How many settings each device is given, 0 to 2000 (default: 25).")
  private int settings = 25;

  private final Terminal terminal;

  LoadRun(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var plan = LoadPlan.of(devices, atOnce, settings, syncs, minutes);
    var ended = new CountDownLatch(1);
    try {
      return load(plan, ended);
    } finally {
      ended.countDown();
    }
  }

  private int load(LoadPlan plan, CountDownLatch ended) throws IOException, InterruptedException {
    if (state != null) {
      return load(emptyFolder(state.toAbsolutePath().normalize()), plan, ended);
    }
    var folder = Files.createTempDirectory("reeve-load");
    try {
      return load(folder, plan, ended);
    } finally {
      remove(folder);
    }
  }

  private static Path emptyFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (var content = Files.list(folder)) {
      if (content.findAny().isPresent()) {
        throw new AgentException(
            AgentException.Kind.USAGE,
            folder + " is not empty",
            "name a folder that is empty or not there yet");
      }
    }
    return folder;
  }

  /// @param ended opened when everything is put away; an interrupted process waits for it
  private int load(Path folder, LoadPlan plan, CountDownLatch ended)
      throws IOException, InterruptedException {
    try (var lab = Lab.start(LabConfig.at(folder))) {
      var trial = new Trial(lab, new Fleet(lab, plan.settings()), plan, this::tell);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    trial.stop();
                    awaitQuietly(ended);
                  },
                  "load-stop"));
      return run(trial, plan);
    }
  }

  private int run(Trial trial, LoadPlan plan) throws IOException, InterruptedException {
    var rounds = new ArrayList<Round>();
    for (int size : plan.fleets()) {
      if (!trial.stoppedEarly()) {
        trial.round(size).ifPresent(rounds::add);
      }
    }
    print(rounds, !trial.stoppedEarly());
    return rounds.stream().anyMatch(round -> round.failed() > 0) ? 1 : 0;
  }

  private void print(List<Round> rounds, boolean whole) {
    if (output.json()) {
      terminal.out().println(LoadPage.json(rounds, whole));
    } else {
      LoadPage.print(terminal.out(), rounds);
      if (!whole) {
        terminal.out().println("Interrupted: the last fleet's figures are not whole.");
      }
    }
    terminal.out().flush();
  }

  private void tell(String line) {
    terminal.err().println(line);
    terminal.err().flush();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
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
