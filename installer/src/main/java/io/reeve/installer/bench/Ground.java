package io.reeve.installer.bench;

import io.reeve.core.files.Trees;
import io.reeve.core.local.AgentService;
import io.reeve.core.local.EnrollRequest;
import io.reeve.core.local.LocalClient;
import io.reeve.harness.demo.Scenery;
import io.reeve.harness.lab.Lab;
import io.reeve.harness.lab.LabConfig;
import io.reeve.harness.lab.LabViews.CommandState;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Profile;
import io.reeve.harness.lab.LabViews.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A service, a pretended machine below a scratch root, and the image's daemon on it, as a process.
final class Ground implements AutoCloseable {
  private static final String USER = "ann@example.org";
  private static final String PASSWORD = "correct horse battery staple";
  private static final String PROFILE = "bench";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path image;
  private final Path folder;
  private final Lab lab;
  private @Nullable Process daemon;

  /// @param image with `bin/reeved` in it
  Ground(Path image) throws IOException {
    this.image = image;
    this.folder = Files.createTempDirectory("rb"); // a socket's path must be short
    Scenery.build(Files.createDirectories(root()));
    lab = Lab.start(LabConfig.at(folder.resolve("lab")));
    lab.admin().putUser(USER, PASSWORD.toCharArray());
  }

  private Path root() {
    return folder.resolve("root");
  }

  /// Starts the daemon.
  ///
  /// @return how many milliseconds it took until it served
  double start() throws IOException {
    long begun = System.nanoTime();
    var builder = new ProcessBuilder(line("bin/reeved", "daemon"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("daemon.log").toFile()));
    daemon = builder.start();
    await("the daemon", () -> LocalClient.of(state()).isPresent());
    return millisSince(begun);
  }

  void stop() throws InterruptedException {
    var running = daemon;
    if (running != null) {
      running.destroy();
      if (!running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
      daemon = null;
    }
  }

  /// Enrols, and has the service ask for that many settings, which are in force afterwards.
  void manage(int settings) {
    agent()
        .enroll(
            new EnrollRequest(
                Optional.of(lab.discovery().toString()),
                Optional.empty(),
                Optional.of(USER),
                Optional.of(PASSWORD),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(lab.caPem())));
    putProfile(settings);
    lab.admin().assign(device(), PROFILE);
    bring(settings);
  }

  /// Has the service ask for that many settings from now on, which are in force afterwards.
  void wish(int settings) {
    putProfile(settings);
    bring(settings);
  }

  private void putProfile(int settings) {
    lab.admin()
        .putProfile(
            new Profile(
                PROFILE,
                false,
                IntStream.range(0, settings)
                    .mapToObj(i ->
                        Item.of(
                            "./Device/Vendor/Reeve/Hosts/" + Hosts.name(i),
                            "chr",
                            Hosts.address(i)))
                    .toList()));
  }

  private void bring(int settings) {
    agent().sync(true);
    await("every setting", () -> agent().status().settings().applied() >= settings);
    var there = Hosts.entries(read(hosts()));
    if (!Hosts.right(there, settings)) {
      throw BenchException.wrong("the file of hosts does not have the " + settings + " settings");
    }
  }

  private String device() {
    return lab.admin().devices().getFirst().id();
  }

  /// Queues so many commands; they travel in the next session.
  void queue(int commands) {
    for (int i = 0; i < commands; i++) {
      lab.admin().queue(device(), Verb.GET, Item.of("./DevDetail/SwV", "chr", ""));
    }
  }

  /// @throws BenchException unless the last so many commands have all been answered well
  void checkAnswered(int commands) {
    long good =
        lab.admin().commands(device(), commands).stream()
            .filter(one -> one.state() == CommandState.DONE && one.status().orElse(0) == 200)
            .count();
    if (good != commands) {
      throw BenchException.wrong(good + " of " + commands + " commands were answered well");
    }
  }

  AgentService agent() {
    return LocalClient.of(state()).orElseThrow();
  }

  ProcessFigures figures() {
    var running = daemon;
    if (running == null) {
      throw new IllegalStateException("no daemon");
    }
    return new ProcessFigures(running.pid());
  }

  /// Runs a command of the image to its end.
  ///
  /// @return how many milliseconds it took
  double command(String command) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    var process =
        new ProcessBuilder(line("bin/reeve", command))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw BenchException.wrong("reeve " + command + " ended with " + process.exitValue());
    }
    return millisSince(begun);
  }

  /// Changes one setting's place behind the agent's back.
  ///
  /// @return how many milliseconds it took until it was right again
  double drift(int setting) throws IOException {
    var right = Files.readString(hosts());
    Files.writeString(hosts(), Hosts.drifted(right, List.of(setting)));
    long begun = System.nanoTime();
    await("the repair", () -> read(hosts()).equals(right));
    return millisSince(begun);
  }

  private Path hosts() {
    return root().resolve("etc/hosts");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  private List<String> line(String program, String command) {
    return List.of(
        image.resolve(program).toString(),
        command,
        "--state",
        state().toString(),
        "--root",
        root().toString());
  }

  Path state() {
    return folder.resolve("s");
  }

  static double millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e6;
  }

  private static void await(String what, BooleanSupplier condition) {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw BenchException.wrong(what + " did not come about within " + PATIENCE);
      }
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(300));
    }
  }

  @Override
  public void close() throws IOException {
    try {
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lab.close();
    }
    Trees.discard(folder);
  }
}
