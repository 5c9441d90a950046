package io.reeve.core.programs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The end of what a program writes. All of it is read, so that the program never waits.
public final class Tail {
  private static final int KEPT = 2048;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final CountDownLatch begin = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final Duration patience;
  private volatile byte[] kept = new byte[0];

  public Tail(InputStream stream) {
    this(stream, PATIENCE);
  }

  Tail(InputStream stream, Duration patience) {
    this.patience = patience;
    Thread.ofVirtual().name("reeve-tail").start(() -> read(stream));
  }

  private void read(InputStream stream) {
    begin.countDown();
    try (stream) {
      var buffer = new byte[8192];
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        var all = Arrays.copyOf(kept, kept.length + n);
        System.arraycopy(buffer, 0, all, kept.length, n);
        kept = Arrays.copyOfRange(all, Math.max(0, all.length - KEPT), all.length);
      }
    } catch (IOException _) {
      // The program was ended while it wrote.
    } finally {
      end.countDown();
    }
  }

  /// What there is of it once the program has ended, without blanks around it. What it has left
  /// behind may keep its output open; 5 seconds after the reading has begun, which others may hold
  /// up who keep the processors busy, that is waited for no longer.
  public String text() throws InterruptedException {
    begin.await();
    var _ = end.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    return new String(kept, StandardCharsets.UTF_8).strip();
  }
}
