package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.cli.Main;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentService;
import io.reeve.core.local.LocalClient;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The program as a process of its own, as people and service managers run it.
final class Program {
  private Program() {}

  /// How a run ended.
  record Ended(int exit, String out, String err) {}

  /// Runs a command to its end.
  ///
  /// @param folder for the files that catch its output
  static Ended run(Path folder, String... arguments) throws IOException, InterruptedException {
    var out = Files.createTempFile(folder, "out", ".txt");
    var err = Files.createTempFile(folder, "err", ".txt");
    var process =
        builder(arguments)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    try {
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        throw new AssertionError(List.of(arguments) + " does not end");
      }
      return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }

  /// Starts a command whose output is added to that file.
  static Process start(Path log, String... arguments) throws IOException {
    return builder(arguments)
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(log.toFile()))
        .start();
  }

  /// Starts the daemon of a site, and returns when it answers.
  static Process daemon(Site site, Path log) throws Exception {
    var daemon =
        start(log, "daemon", "--state", site.state().toString(), "--root", site.root().toString());
    try {
      Await.until(
          "the daemon's answer",
          () -> {
            assertThat(daemon.isAlive()).as("the daemon is alive").isTrue();
            return answers(site.state());
          });
      return daemon;
    } catch (Exception | Error e) {
      daemon.destroyForcibly();
      throw e;
    }
  }

  /// A connection is no answer: a program that a killed daemon was just about to start holds its
  /// socket for a moment longer, with clients that nobody will ever serve.
  private static boolean answers(Path state) {
    try {
      return LocalClient.of(state).map(AgentService::status).isPresent();
    } catch (AgentException _) {
      return false;
    }
  }

  private static ProcessBuilder builder(String... arguments) {
    var line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line);
  }
}
