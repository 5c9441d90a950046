package io.reeve.installer;

import io.reeve.core.local.EnrollRequest;
import io.reeve.core.local.LocalClient;
import io.reeve.harness.demo.Scenery;
import io.reeve.harness.lab.Lab;
import io.reeve.harness.lab.LabConfig;
import io.reeve.harness.lab.LabViews.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Has the image's own programs do what they will do on a machine, once, below a scratch root and
/// with a lab of their own, and keeps what their JVMs have learned: a cache of loaded and linked
/// classes for each, made with exactly the jars and options that will use it.
///
/// A JVM of this version does not notice when a jar has changed since; so jars and caches are built
/// together, lie in a folder with the version in its name, and travel in one package.
final class Training {
  private static final String USER = "ann@example.org";
  private static final String PASSWORD = "correct horse battery staple";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Image image;
  private final Path folder;

  /// @param folder an empty folder with a short path: a socket lies in it
  Training(Image image, Path folder) {
    this.image = image;
    this.folder = folder;
  }

  /// Makes the caches.
  void run() throws IOException, InterruptedException {
    try (var lab = Lab.start(LabConfig.at(folder.resolve("lab")))) {
      lab.admin().putUser(USER, PASSWORD.toCharArray());
      trainDaemon(lab);
    }
  }

  /// Proves that the programs start from their caches, as they will be started.
  void prove() throws IOException, InterruptedException {
    prove(Launcher.REEVED);
    prove(Launcher.REEVE);
  }

  private void trainDaemon(Lab lab) throws IOException, InterruptedException {
    Scenery.build(Files.createDirectories(folder.resolve("root")));
    var plain = begin(Launcher.REEVED);
    var daemon = start(Launcher.REEVED, "daemon");
    try {
      await("the daemon", () -> LocalClient.of(state()).isPresent(), daemon);
      manage(lab);
      trainCommand();
    } finally {
      daemon.destroy();
    }
    if (!daemon.waitFor(PATIENCE.toMinutes(), TimeUnit.MINUTES)) {
      daemon.destroyForcibly();
      throw new PackagingException("the daemon in training does not end", said());
    }
    end(Launcher.REEVED, plain);
  }

  /// A day of an agent's life.
  private void manage(Lab lab) {
    var agent = LocalClient.of(state()).orElseThrow();
    agent.enroll(
        new EnrollRequest(
            Optional.of(lab.discovery().toString()),
            Optional.empty(),
            Optional.of(USER),
            Optional.of(PASSWORD),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(lab.caPem())));
    var device = lab.admin().devices().getFirst().id();
    lab.admin().putProfile(new Profile("training", false, Scenery.profile()));
    lab.admin().assign(device, "training");
    agent.sync(true);
    agent.compliance(true);
    agent.inventory(agent.tables());
    agent.query("select name from os_version");
    agent.settings(true);
    agent.history(10);
    agent.doctor();
    agent.sync(true);
    agent.status();
  }

  private void trainCommand() throws IOException, InterruptedException {
    var plain = begin(Launcher.REEVE);
    var command = start(Launcher.REEVE, "status");
    if (!command.waitFor(PATIENCE.toMinutes(), TimeUnit.MINUTES)) {
      command.destroyForcibly();
      throw new PackagingException("the command in training does not end", said());
    }
    end(Launcher.REEVE, plain);
  }

  /// Without the profiles of methods: the compiler in use reads none.
  private String begin(Launcher launcher) throws IOException {
    var plain = image.add(launcher, "-XX:AOTCacheOutput=$APPDIR/" + launcher.cache());
    // Each goes before those that are there, and a diagnostic one wants this before it.
    image.add(launcher, "-XX:-AOTRecordTraining");
    image.add(launcher, "-XX:+UnlockDiagnosticVMOptions");
    return plain;
  }

  private void end(Launcher launcher, String plain) throws IOException {
    image.settings(launcher, plain);
    var cache = image.app().resolve(launcher.cache());
    if (!Files.isRegularFile(cache)) {
      throw new PackagingException(
          launcher.program() + " has left no cache behind", "what it said:\n" + said());
    }
    image.add(launcher, "-XX:AOTCache=$APPDIR/" + launcher.cache());
    Files.deleteIfExists(image.app().resolve(launcher.cache() + ".config"));
  }

  /// A cache that does not fit is passed over in silence: so a JVM that must have one is asked.
  private void prove(Launcher launcher) throws IOException, InterruptedException {
    Tool.run(
        Map.of("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on"),
        List.of(image.program(launcher).toString(), "--version"));
  }

  private Process start(Launcher launcher, String command) throws IOException {
    var line = new ArrayList<>(List.of(image.program(launcher).toString(), command));
    line.addAll(
        List.of("--state", state().toString(), "--root", folder.resolve("root").toString()));
    var builder = new ProcessBuilder(line);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    return builder.start();
  }

  private void await(String what, BooleanSupplier condition, Process process) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() - end > 0) {
        throw new PackagingException(what + " in training does not come up", said());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private Path state() {
    return folder.resolve("state");
  }

  private Path log() {
    return folder.resolve("training.log");
  }

  private String said() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      return "nothing was logged";
    }
  }
}
