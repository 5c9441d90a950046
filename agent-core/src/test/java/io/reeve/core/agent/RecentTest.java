package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.policy.Compliance.Overall;
import io.reeve.policy.Compliance.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RecentTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicInteger worked = new AtomicInteger();
  private final Recent<Integer> recent =
      new Recent<>(now::get, Duration.ofMinutes(1), worked::incrementAndGet);

  @Test
  void theLastAnswerIsGivenAgainForAMinute() {
    assertThat(recent.get()).isEqualTo(1);
    now.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(recent.get()).isEqualTo(1);
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(recent.get()).isEqualTo(2);
  }

  /// A judgement reads the machine and is written down.
  @Test
  void whoeverAsksItIsJudgedOnceInTwoSeconds() {
    var standing = new Standing(Overall.COMPLIANT, Optional.empty(), Optional.empty(), List.of());
    var judged =
        Examination.seldom(
            now::get,
            () -> {
              worked.incrementAndGet();
              return standing;
            });
    for (int i = 0; i < 100; i++) {
      assertThat(judged.get()).isEqualTo(standing);
    }
    assertThat(worked).hasValue(1);
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(judged.get()).isEqualTo(standing);
    assertThat(worked).hasValue(2);
  }

  @Test
  void whoAsksMeanwhileGetsTheSame() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var asked = new CountDownLatch(4);
    var slow =
        new Recent<>(
            now::get,
            Duration.ofMinutes(1),
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
            Duration.ofMinutes(1),
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
