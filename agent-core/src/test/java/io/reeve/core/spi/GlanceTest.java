package io.reeve.core.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class GlanceTest {
  private record Count(String what, AtomicInteger asked) implements Glance.Question<Integer> {
    @Override
    public Integer answer() throws IOException {
      int now = asked.incrementAndGet();
      if (what.isEmpty()) {
        throw new IOException("failure " + now);
      }
      return now;
    }
  }

  private final AtomicInteger asked = new AtomicInteger();

  private int ask(String what) {
    try {
      return Glance.ask(new Count(what, asked));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void outsideOfALookEachAskingIsNew() {
    assertThat(List.of(ask("a"), ask("a"))).containsExactly(1, 2);
  }

  @Test
  void inALookEachQuestionIsAnsweredOnce() {
    assertThat(Glance.during(() -> List.of(ask("a"), ask("a"), ask("b"), ask("a"))))
        .containsExactly(1, 1, 2, 1);
  }

  @Test
  void theNextLookKnowsNothingOfTheLast() {
    Glance.during(() -> ask("a"));
    assertThat(Glance.during(() -> ask("a"))).isEqualTo(2);
  }

  @Test
  void aLookInALookIsTheSame() {
    assertThat(Glance.during(() -> List.of(ask("a"), Glance.during(() -> ask("a")))))
        .containsExactly(1, 1);
  }

  @Test
  void aFailureIsSharedToo() {
    Glance.during(() -> {
      assertThatThrownBy(() -> ask("")).hasMessageContaining("failure 1");
      assertThatThrownBy(() -> ask("")).hasMessageContaining("failure 1");
      return 0;
    });
  }

  @Test
  void anotherThreadLooksByItself() throws InterruptedException {
    var there = new AtomicInteger();
    Glance.during(() -> {
      ask("a");
      var thread = Thread.ofPlatform().start(() -> there.set(ask("a")));
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return 0;
    });
    assertThat(there).hasValue(2);
  }
}
