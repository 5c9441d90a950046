package io.reeve.core.programs;

import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Secret;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Programs as processes of their own: no shell, an environment of a few variables that are given,
/// an empty standard input or a secret one, bounded output, and an end to the whole tree at the
/// deadline.
public final class ProcessCommands implements Commands {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessCommands.class);
  private static final int OUT_LIMIT = 4 << 20;
  private static final int ERR_LIMIT = 64 << 10;
  private final Map<String, String> environment;
  private final Tree tree;
  private final Path directory;

  private ProcessCommands(Map<String, String> environment, Tree tree, Path directory) {
    this.environment = Map.copyOf(environment);
    this.tree = tree;
    this.directory = directory;
  }

  /// Takes hold of a program that has just been started.
  @FunctionalInterface
  public interface Tree {
    /// @return ends it and all that it has started; called once, also when it has ended by itself
    Runnable hold(Process process) throws IOException;

    /// Takes hold of it or ends it: nothing is left that nobody holds. One that has ended before it
    /// could be held needs no hold.
    default Runnable holdOrEnd(Process process) throws IOException {
      boolean held = false;
      try {
        var ending = hold(process);
        held = true;
        return ending;
      } catch (IOException e) {
        if (process.isAlive()) {
          throw e;
        }
        return () -> {};
      } finally {
        if (!held) {
          kill(process);
        }
      }
    }
  }

  /// With all of the environment that they get.
  public static ProcessCommands with(Map<String, String> environment) {
    return with(environment, process -> () -> kill(process), Path.of("/"));
  }

  /// With all of the environment that they get, and another way to end what they have started.
  ///
  /// @param directory the folder they are in
  public static ProcessCommands with(Map<String, String> environment, Tree tree, Path directory) {
    return new ProcessCommands(environment, tree, directory);
  }

  /// On a Unix system.
  public static ProcessCommands unix() {
    return with(Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C"));
  }

  @Override
  public Result run(List<String> arguments, Duration deadline) throws IOException {
    return run(arguments, Redirect.from(Redirect.DISCARD.file()), _ -> {}, deadline);
  }

  @Override
  public Result run(List<String> arguments, Secret input, Duration deadline) throws IOException {
    return run(arguments, Redirect.PIPE, process -> give(process, input), deadline);
  }

  private Result run(
      List<String> arguments, Redirect from, Consumer<Process> input, Duration deadline)
      throws IOException {
    if (arguments.isEmpty() || !Path.of(arguments.getFirst()).isAbsolute()) {
      throw new IllegalArgumentException("not an absolute program path: " + arguments);
    }
    var program = arguments.getFirst();
    var process = start(arguments, from);
    var ending = tree.holdOrEnd(process);
    var out = ProgramOutput.of(process.getInputStream(), OUT_LIMIT);
    var err = ProgramOutput.of(process.getErrorStream(), ERR_LIMIT);
    input.accept(process);
    try {
      if (!process.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException(program + " did not end within " + deadline.toSeconds() + " s");
      }
      return new Result(process.exitValue(), out.text(), err.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(program + " was interrupted", e);
    } finally {
      ending.run();
    }
  }

  /// On a thread of its own: a program that reads nothing would hold up whoever waits for it. That
  /// it has ended without reading is told by its exit code.
  private static void give(Process process, Secret input) {
    var bytes = input.copy();
    Thread.ofPlatform()
        .daemon()
        .name("reeve-input")
        .start(() -> {
          try (var stdin = process.getOutputStream()) {
            stdin.write(bytes);
          } catch (IOException e) {
            LOG.debug("a program did not read what it was told", e);
          } finally {
            Arrays.fill(bytes, (byte) 0);
          }
        });
  }

  private Process start(List<String> arguments, Redirect from) throws IOException {
    var builder = new ProcessBuilder(arguments).redirectInput(from);
    builder.directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IOException("cannot start " + arguments.getFirst() + ": " + e.getMessage(), e);
    }
  }

  private static void kill(Process process) {
    if (process.isAlive()) {
      Stream.concat(process.descendants().toList().stream(), Stream.of(process.toHandle()))
          .forEach(ProcessHandle::destroyForcibly);
    }
  }
}
