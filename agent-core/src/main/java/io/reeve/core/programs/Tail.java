package io.reeve.core.programs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The end of what a program writes. All of it is read, so that the program never waits.
public final class Tail {
  private static final int KEPT = 2048;
  private static final long SECONDS = 5;

  private final CompletableFuture<byte[]> kept = new CompletableFuture<>();

  public Tail(InputStream stream) {
    Thread.ofVirtual().name("reeve-tail").start(() -> read(stream));
  }

  private void read(InputStream stream) {
    var tail = new byte[0];
    try (stream) {
      var buffer = new byte[8192];
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        var all = Arrays.copyOf(tail, tail.length + n);
        System.arraycopy(buffer, 0, all, tail.length, n);
        tail = Arrays.copyOfRange(all, Math.max(0, all.length - KEPT), all.length);
      }
      kept.complete(tail);
    } catch (IOException _) {
      // The program was ended while it wrote.
      kept.complete(tail);
    }
  }

  /// What there is of it once the program has ended, without blanks around it.
  public String text() throws IOException, InterruptedException {
    try {
      return new String(kept.get(SECONDS, TimeUnit.SECONDS), StandardCharsets.UTF_8).strip();
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the output cannot be read", e);
    }
  }
}
