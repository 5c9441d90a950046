package io.reeve.core.programs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What a program writes, read to the end so that it never blocks on a full pipe; the first bytes
/// are kept. It is read on a thread that the system runs: a virtual one would wait while others
/// keep the processors, and what it had not read when the program has ended would be missing.
public final class ProgramOutput {
  /// How long after the program's end more may come: a daemon it has started may hold the pipe open
  /// for ever, and says nothing that belongs to it.
  private static final long LINGER_SECONDS = 2;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

  private ProgramOutput() {}

  public static ProgramOutput of(InputStream stream, int limit) {
    var output = new ProgramOutput();
    Thread.ofPlatform().daemon().name("reeve-output").start(() -> output.drain(stream, limit));
    return output;
  }

  private void drain(InputStream stream, int limit) {
    try (stream) {
      var buffer = new byte[8192];
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        bytes.write(buffer, 0, Math.min(n, limit - bytes.size()));
      }
      ended.complete(true);
    } catch (IOException e) {
      ended.completeExceptionally(e);
    }
  }

  /// What it wrote; to be asked when the program has ended.
  public String text() throws IOException, InterruptedException {
    try {
      ended.get(LINGER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the output of a program cannot be read", e.getCause());
    } catch (TimeoutException _) {
      return bytes.toString(StandardCharsets.UTF_8);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
