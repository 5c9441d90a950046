package io.reeve.core.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.PendingException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Work on threads of its own ends for whoever asks, however it ends.
final class SlowReadingTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T08:00:00Z"), ZoneOffset.UTC);

  private final SlowReading<String> reading = new SlowReading<>(CLOCK, LONG, LONG);

  @Test
  void anErrorIsToldAndTheNextReadingIsAnew() throws IOException {
    assertThatThrownBy(() ->
            reading.get(
                "stamp",
                () -> {
                  throw new StackOverflowError();
                }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a defect of the agent: java.lang.StackOverflowError");
    assertThat(reading.get("stamp", () -> "found")).isEqualTo("found");
  }

  @Test
  void aFailureIsToldInItsOwnWords() {
    assertThatThrownBy(() ->
            reading.get(
                "stamp",
                () -> {
                  throw new IOException("the tool cannot tell");
                }))
        .hasMessage("the tool cannot tell");
  }

  @Test
  void anErrorEndsLongWorkAsAFailure() throws InterruptedException {
    var work = new LongWork(CLOCK);
    var told = new LinkedBlockingQueue<String>();
    try (var _ = work.watch(told::add)) {
      told.clear();
      assertThatThrownBy(() ->
              work.demand(
                  "key",
                  "goal",
                  "working",
                  () -> {
                    throw new StackOverflowError();
                  }))
          .isInstanceOf(PendingException.class);
      assertThat(told.poll(1, TimeUnit.MINUTES)).isNotNull();
      assertThatThrownBy(() -> work.demand("key", "goal", "working", () -> {}))
          .isNotInstanceOf(PendingException.class)
          .hasMessageContaining("a defect of the agent");
    }
  }
}
