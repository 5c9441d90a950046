package io.reeve.core.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Courtesy;
import io.reeve.core.spi.PendingException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// The worker's thread is the test's: each thing is done when the test says so.
final class LongWorkTest {
  private final Deque<Runnable> queue = new ArrayDeque<>();
  private final List<Duration> delays = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private Optional<String> against = Optional.of("in call");
  private int rests;

  private final Courtesy courtesy =
      new Courtesy() {
        @Override
        public Optional<String> against() {
          return against;
        }

        @Override
        public void rest() {
          rests++;
        }
      };

  private final LongWork work =
      new LongWork(
          Clock.systemUTC(),
          (each, delay) -> {
            queue.add(each);
            delays.add(delay);
          });

  LongWorkTest() {
    var _ = work.watch(told::add);
    told.clear();
  }

  private void next() {
    queue.remove().run();
  }

  private void install(String app) throws IOException {
    work.demand(app, "install", "installing " + app, courtesy, () -> done.add("+" + app));
  }

  private void remove(String app) throws IOException {
    work.demand(app, "remove", "removing " + app, () -> done.add("-" + app));
  }

  private static void pending(ThrowingCallable asked, String words) {
    assertThatThrownBy(asked).isInstanceOf(PendingException.class).hasMessage(words);
  }

  @Test
  void whatWaitsSaysSoAndHoldsNothingElseUp() {
    pending(() -> install("a"), "installing a");
    pending(() -> remove("b"), "removing b");
    next();
    next();
    assertThat(done).containsExactly("-b");
    assertThat(delays).contains(Duration.ofMinutes(1));
    pending(() -> install("a"), "installing a: it waits for a good moment");
    assertThat(told).as("people are told that it waits, and that b is done").hasSize(2);
    against = Optional.empty();
    next();
    assertThat(done).containsExactly("-b", "+a");
    assertThat(queue).isEmpty();
  }

  @Test
  void whatIsWithdrawnWhileItWaitsIsNeverDone() {
    pending(() -> install("a"), "installing a");
    next();
    work.forget("a");
    against = Optional.empty();
    next();
    assertThat(done).isEmpty();
    assertThat(queue).isEmpty();
    assertThat(rests).isEqualTo(1);
  }

  @Test
  void whatIsWithdrawnWhileItIsLookedAtIsNotBegunEither() {
    pending(
        () ->
            work.demand(
                "a",
                "install",
                "installing a",
                () -> {
                  work.forget("a");
                  return Optional.empty();
                },
                () -> done.add("+a")),
        "installing a");
    next();
    assertThat(done).isEmpty();
  }

  @Test
  void whatHasBegunIsNotForgottenAndItsOppositeComesAfterIt() {
    pending(
        () ->
            work.demand(
                "a",
                "install",
                "installing a",
                courtesy,
                () -> {
                  assertThat(work.hasBegun("a")).isTrue();
                  work.forget("a");
                  pending(() -> remove("a"), "removing a");
                  done.add("+a");
                }),
        "installing a");
    against = Optional.empty();
    next();
    next();
    assertThat(done).containsExactly("+a", "-a");
    assertThat(work.hasBegun("a")).isFalse();
  }

  @Test
  void theWaitIsOverWhenTheLastOneThatCouldWaitIsDone() {
    pending(() -> install("a"), "installing a");
    pending(() -> install("b"), "installing b");
    next();
    next();
    assertThat(rests).isZero();
    against = Optional.empty();
    next();
    assertThat(rests).as("b still waits").isZero();
    next();
    assertThat(rests).isEqualTo(1);
  }
}
