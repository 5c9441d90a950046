package io.reeve.core.local;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SyncLimitTest {
  private static final Peer ANN = new Peer("ann", false);
  private static final Peer MALLORY = new Peer("mallory", false);
  private static final Peer ROOT = new Peer("root", true);

  private final AtomicLong now = new AtomicLong(-5);
  private final SyncLimit pace = new SyncLimit(now::get);

  @Test
  void ordinaryUsersTogetherWaitBetweenTwoSessions() {
    pace.admit(MALLORY, "sync");
    now.addAndGet(Duration.ofSeconds(9).toNanos());
    assertThatThrownBy(() -> pace.admit(MALLORY, "sync"))
        .isInstanceOf(AgentException.class)
        .hasMessage("a session was asked for less than 10 s ago");
    assertThatThrownBy(() -> pace.admit(ANN, "sync")).isInstanceOf(AgentException.class);
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThatCode(() -> pace.admit(ANN, "sync")).doesNotThrowAnyException();
  }

  @Test
  void administratorsAndOtherMethodsDoNotWait() {
    pace.admit(MALLORY, "sync");
    assertThatCode(
            () -> {
              pace.admit(ROOT, "sync");
              pace.admit(MALLORY, "status");
            })
        .doesNotThrowAnyException();
  }
}
