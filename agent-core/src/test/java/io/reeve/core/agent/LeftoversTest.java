package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// When the heap is collected.
final class LeftoversTest {
  private static final long MEBIBYTE = 1L << 20;

  private final AtomicLong used = new AtomicLong(20 * MEBIBYTE);
  private final AtomicInteger collections = new AtomicInteger();
  private final Leftovers leftovers =
      new Leftovers(
          used::get,
          () -> {
            collections.incrementAndGet();
            used.set(10 * MEBIBYTE);
          });

  @Test
  void whatTheStartLeftIsCollected() {
    leftovers.look();
    assertThat(collections).hasValue(1);
  }

  @Test
  void littleIsLeftAndMuchIsCollected() {
    leftovers.look();

    used.addAndGet(4 * MEBIBYTE);
    leftovers.look();
    assertThat(collections).hasValue(1);

    used.addAndGet(1);
    leftovers.look();
    assertThat(collections).hasValue(2);
  }

  @Test
  void inTheMiddleOfWorkOnlyVeryMuchIsCollectedAndNothingAtTheStart() {
    leftovers.lookInBetween();
    assertThat(collections).hasValue(0);
    leftovers.look();

    used.addAndGet(8 * MEBIBYTE);
    leftovers.lookInBetween();
    assertThat(collections).hasValue(1);

    used.addAndGet(1);
    leftovers.lookInBetween();
    assertThat(collections).hasValue(2);
  }
}
