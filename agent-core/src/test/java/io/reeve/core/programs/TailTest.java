package io.reeve.core.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TailTest {
  @Test
  void theEndIsKeptWithoutBlanks() throws Exception {
    var written = ("x".repeat(100_000) + " the end\n").getBytes(StandardCharsets.UTF_8);
    assertThat(new Tail(new ByteArrayInputStream(written)).text())
        .hasSize(2047)
        .endsWith("x the end");
  }

  @Test
  void anOutputThatSomebodyKeepsOpenIsToldAsFarAsItCame() throws Exception {
    try (var pipe = new PipedOutputStream()) {
      var input = new PipedInputStream(pipe);
      var tail = new Tail(input, Duration.ofMillis(1));
      pipe.write("done\n".getBytes(StandardCharsets.UTF_8));
      pipe.flush();
      while (!tail.text().equals("done")) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void whatIsReadLateIsWaitedFor() throws Exception {
    var stream = new ByteArrayInputStream("done".getBytes(StandardCharsets.UTF_8));
    var text = new CompletableFuture<String>();
    try (var _ = new BusyCarriers()) {
      var tail = new Tail(stream, Duration.ofMillis(1));
      var asks = Thread.ofPlatform().start(() -> ask(tail, text));
      while (!asks.getState().equals(Thread.State.WAITING)) {
        assertThat(text).isNotDone();
        Thread.onSpinWait();
      }
    }
    text.join();
  }

  private static void ask(Tail tail, CompletableFuture<String> text) {
    try {
      text.complete(tail.text());
    } catch (InterruptedException e) {
      text.completeExceptionally(e);
    }
  }
}
