package io.reeve.platform.linux;

import io.reeve.core.spi.Commands;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// Programs as processes of their own: no shell, an environment that holds only `PATH` and
/// `LC_ALL`, an empty standard input, bounded output, and an end to the whole tree at the deadline.
final class ProcessCommands implements Commands {
  private static final int OUT_LIMIT = 4 << 20;
  private static final int ERR_LIMIT = 64 << 10;
  private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

  @Override
  public Result run(List<String> arguments, Duration deadline) throws IOException {
    if (arguments.isEmpty() || !arguments.getFirst().startsWith("/")) {
      throw new IllegalArgumentException("not an absolute program path: " + arguments);
    }
    var program = arguments.getFirst();
    var process = start(arguments);
    var out = drain(process.getInputStream(), OUT_LIMIT);
    var err = drain(process.getErrorStream(), ERR_LIMIT);
    long end = System.nanoTime() + deadline.toNanos();
    try {
      if (!process.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException(program + " did not end within " + deadline.toSeconds() + " s");
      }
      return new Result(process.exitValue(), text(out, end, program), text(err, end, program));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(program + " was interrupted", e);
    } finally {
      kill(process);
    }
  }

  private static Process start(List<String> arguments) throws IOException {
    var builder = new ProcessBuilder(arguments).redirectInput(new File("/dev/null"));
    builder.directory(new File("/"));
    builder.environment().clear();
    builder.environment().put("PATH", PATH);
    builder.environment().put("LC_ALL", "C");
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

  /// Reads to the end so that the program never blocks on a full pipe; keeps the first bytes.
  private static CompletableFuture<byte[]> drain(InputStream stream, int limit) {
    var kept = new CompletableFuture<byte[]>();
    Thread.ofVirtual()
        .start(() -> {
          try (stream) {
            var bytes = new ByteArrayOutputStream();
            var buffer = new byte[8192];
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
              bytes.write(buffer, 0, Math.min(n, limit - bytes.size()));
            }
            kept.complete(bytes.toByteArray());
          } catch (IOException e) {
            kept.completeExceptionally(e);
          }
        });
    return kept;
  }

  /// A child that outlives the program may hold the pipe open; the deadline covers that too.
  private static String text(CompletableFuture<byte[]> bytes, long end, String program)
      throws IOException, InterruptedException {
    try {
      var left = Math.max(end - System.nanoTime(), TimeUnit.SECONDS.toNanos(1));
      return new String(bytes.get(left, TimeUnit.NANOSECONDS), StandardCharsets.UTF_8);
    } catch (ExecutionException e) {
      throw new IOException("cannot read the output of " + program, e.getCause());
    } catch (TimeoutException e) {
      throw new IOException(program + " left a child that holds its output open", e);
    }
  }
}
