package io.reeve.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs programs of the machine the tests run on: an argument list, an environment of its own, a
/// deadline. What does not end in time is killed with everything it started.
final class Programs {
  private static final List<String> FOLDERS =
      List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

  static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", String.join(":", FOLDERS), "LC_ALL", "C", "HOME", "/root", "TERM", "dumb");

  private Programs() {}

  /// How a program ended.
  ///
  /// @param code its exit status
  /// @param out what it wrote to its standard output
  /// @param err what it wrote to its standard error
  record Ended(List<String> arguments, int code, String out, String err) {
    boolean ok() {
      return code == 0;
    }

    /// Both outputs, for tools that tell the same thing now here and now there.
    String all() {
      return out + err;
    }

    /// Its output.
    ///
    /// @throws AssertionError when it failed
    String need() {
      if (!ok()) {
        throw new AssertionError(this);
      }
      return out;
    }

    @Override
    public String toString() {
      return String.join(" ", arguments) + " -> " + code + "\n" + all().strip();
    }
  }

  /// Where that program is.
  static Optional<Path> find(String name) {
    return FOLDERS.stream()
        .map(Path.of("/")::resolve)
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Runs it to its end.
  ///
  /// @throws AssertionError when it does not end in time
  static Ended run(List<String> arguments, Duration patience) {
    return run(arguments, new byte[0], patience);
  }

  /// As [#run(List, Duration)], with that on its standard input.
  static Ended run(List<String> arguments, byte[] input, Duration patience) {
    try {
      var process = builder(arguments).start();
      try {
        var out = reading(process.getInputStream());
        var err = reading(process.getErrorStream());
        try (var stdin = process.getOutputStream()) {
          stdin.write(input);
        } catch (IOException _) {
          // It has ended without reading all of it; how it ended tells why.
        }
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new AssertionError(
              String.join(" ", arguments) + ": not ended within " + patience.toSeconds() + " s");
        }
        return new Ended(arguments, process.exitValue(), out.join(), err.join());
      } finally {
        kill(process.toHandle());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(String.join(" ", arguments) + ": interrupted", e);
    }
  }

  /// Starts it; both its outputs are added to that file.
  ///
  /// It is killed by the kernel when the thread that calls this ends, so nothing is left behind
  /// even by a virtual machine that dies.
  static Process start(List<String> arguments, Path log) throws IOException {
    return builder(
            Stream.concat(Stream.of("setpriv", "--pdeathsig", "KILL"), arguments.stream()).toList())
        .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(log.toFile()))
        .start();
  }

  /// Ends a process if it still runs after that time; cancel what is given when it need not.
  static CompletableFuture<Void> killAfter(Process process, Duration patience) {
    return CompletableFuture.runAsync(
        () -> kill(process.toHandle()),
        CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS));
  }

  /// Ends a process that was started here, and what it has started.
  static void kill(ProcessHandle process) {
    if (process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static ProcessBuilder builder(List<String> arguments) {
    var builder = new ProcessBuilder(arguments);
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    return builder;
  }

  private static CompletableFuture<String> reading(InputStream stream) {
    var text = new CompletableFuture<String>();
    Thread.ofVirtual()
        .start(() -> {
          try (stream) {
            text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
          } catch (IOException e) {
            text.completeExceptionally(e);
          }
        });
    return text;
  }
}
