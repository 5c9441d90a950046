package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Duration QUIET = Duration.ofMillis(50);
  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private final Trigger look = new Trigger.Look("firewall");
  private Duration now = Duration.ZERO;
  private final Pace pace = new Pace(() -> now.toNanos());

  private Duration delay() {
    return pace.delay(look, QUIET, BETWEEN);
  }

  @Test
  void aBurstIsArrangedOnce() {
    assertThat(pace.first(look)).isTrue();
    assertThat(pace.first(look)).isFalse();
    assertThat(pace.first(new Trigger.Look("hostname"))).isTrue();
    pace.taken(look);
    assertThat(pace.first(look)).isTrue();
  }

  @Test
  void theFirstTimeWaitsForTheBurstOnly() {
    assertThat(delay()).isEqualTo(QUIET);
  }

  @Test
  void aStormIsHeldBack() {
    pace.taken(look);
    now = now.plusMillis(300);
    assertThat(delay()).isEqualTo(Duration.ofMillis(700));
    now = now.plusMillis(690);
    assertThat(delay()).isEqualTo(QUIET);
  }
}
