package io.reeve.core.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateLockTest {
  @TempDir Path folder;

  @Test
  void aSecondOneIsRefusedAtOnce() {
    try (var _ = StateLock.take(folder)) {
      assertThat(StateLock.isHeld(folder)).isTrue();
      assertThatThrownBy(() -> StateLock.take(folder))
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("another reeve works on");
    }
    StateLock.take(folder).close();
  }

  @Test
  void whoHasTimeGetsItWhenTheFirstHasEnded() throws Exception {
    CompletableFuture<StateLock> second;
    try (var _ = StateLock.take(folder)) {
      second =
          CompletableFuture.supplyAsync(
              () -> StateLock.take(folder, Optional.empty(), Duration.ofMinutes(1)));
    }
    second.get(1, TimeUnit.MINUTES).close();
  }
}
