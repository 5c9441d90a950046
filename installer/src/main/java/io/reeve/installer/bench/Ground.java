package io.reeve.installer.bench;

import io.reeve.core.local.AgentService;
import io.reeve.core.local.EnrollRequest;
import io.reeve.core.local.LocalClient;
import io.reeve.harness.demo.Scenery;
import io.reeve.harness.lab.Lab;
import io.reeve.harness.lab.LabConfig;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Profile;
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
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path image;
  private final Path folder;
  private final Lab lab;
  private @Nullable Process daemon;

  /// @param image with `bin/reeved` in it
  /// @param folder empty, with a short path
  Ground(Path image, Path folder) throws IOException {
    this.image = image;
    this.folder = folder;
    Scenery.build(Files.createDirectories(root()));
    lab = Lab.start(LabConfig.at(folder.resolve("lab")));
    lab.admin().putUser(USER, PASSWORD.toCharArray());
  }

  Path root() {
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
        running.destroyForcibly();
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
    var items =
        IntStream.range(0, settings)
            .mapToObj(i ->
                Item.of(
                    "./Device/Vendor/Reeve/Hosts/host%d.example".formatted(i),
                    "chr",
                    "192.0.2." + i % 250))
            .toList();
    lab.admin().putProfile(new Profile("bench", false, List.copyOf(items)));
    lab.admin().assign(lab.admin().devices().getFirst().id(), "bench");
    agent().sync(true);
    await("every setting", () -> agent().status().settings().applied() >= settings);
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
      throw new IOException("reeve " + command + " failed");
    }
    return millisSince(begun);
  }

  /// Changes a file behind the agent's back.
  ///
  /// @return how many milliseconds it took until it was right again
  double drift() throws IOException {
    var file = root().resolve("etc/hosts");
    var right = Files.readString(file);
    Files.writeString(
        file, right.replace("192.0.2.7\t", "192.0.2.66\t").replace("192.0.2.7 ", "192.0.2.66 "));
    long begun = System.nanoTime();
    await("the repair", () -> read(file).equals(right));
    return millisSince(begun);
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

  private Path state() {
    return folder.resolve("s");
  }

  static double millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e6;
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(what + " did not come about");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
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
  }
}
