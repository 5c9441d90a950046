package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RecentTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicInteger worked = new AtomicInteger();
  private final Recent<Integer> recent = new Recent<>(now::get, worked::incrementAndGet);

  @Test
  void theLastAnswerIsGivenAgainForAMinute() {
    assertThat(recent.get()).isEqualTo(1);
    now.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(recent.get()).isEqualTo(1);
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(recent.get()).isEqualTo(2);
  }

  @Test
  void whoAsksMeanwhileGetsTheSame() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var asked = new CountDownLatch(4);
    var slow =
        new Recent<>(
            now::get,
            () -> {
              begun.countDown();
              while (asked.getCount() > 0) {
                Thread.onSpinWait();
              }
              return worked.incrementAndGet();
            });
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                asked.countDown();
                slow.get();
              }));
    }
    begun.await();
    for (var thread : threads) {
      thread.join();
    }
    assertThat(worked).hasValue(1);
  }

  @Test
  void whatFailsIsTriedAgain() {
    var failing =
        new Recent<>(
            now::get,
            () -> {
              if (worked.incrementAndGet() == 1) {
                throw new IllegalStateException("not now");
              }
              return worked.get();
            });
    assertThatThrownBy(failing::get).hasMessage("not now");
    assertThat(failing.get()).isEqualTo(2);
  }
}
