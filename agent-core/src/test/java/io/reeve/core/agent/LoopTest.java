package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopTest {
  private final List<Trigger> taken = new CopyOnWriteArrayList<>();
  private final CountDownLatch polled = new CountDownLatch(1);
  private final Timetable timetable = new Timetable(System::nanoTime);

  private Loop loop(Consumer<Trigger> handler) {
    var loop =
        new Loop(
            timetable,
            trigger -> {
              taken.add(trigger);
              handler.accept(trigger);
              if (trigger instanceof Trigger.Ask ask) {
                ask.work().run();
              }
              if (trigger instanceof Trigger.Poll) {
                polled.countDown();
              }
            });
    loop.start();
    return loop;
  }

  @Test
  void workIsDoneOnItsThreadAndTheAnswerComesBack() {
    try (var loop = loop(_ -> {})) {
      assertThat(loop.ask(() -> Thread.currentThread().getName())).isEqualTo("reeve-loop");
      assertThatThrownBy(() ->
              loop.ask(() -> {
                throw new IllegalArgumentException("no such setting");
              }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no such setting");
    }
  }

  @Test
  void whatIsArrangedComesByItself() throws InterruptedException {
    timetable.in(Duration.ofMillis(1), new Trigger.Poll());
    try (var _ = loop(_ -> {})) {
      polled.await();
    }
    assertThat(taken).contains(new Trigger.Poll());
  }

  @Test
  void aDefectEndsItsTriggerOnly() {
    try (var loop =
        loop(trigger -> {
          if (trigger instanceof Trigger.Sweep) {
            throw new IllegalStateException("a defect, as this test wants");
          }
        })) {
      loop.post(new Trigger.Sweep());
      assertThat(loop.ask(() -> 1)).isEqualTo(1);
    }
  }

  @Test
  void workBesideItThatMeetsADefectHasAnEndToo() throws InterruptedException {
    var cut = new CountDownLatch(1);
    try (var loop = loop(_ -> {})) {
      loop.aside(
          "a test",
          () -> {
            throw new IllegalStateException("a defect, as this test wants");
          },
          _ -> {},
          cut::countDown);
      cut.await();
    }
  }

  @Test
  void aBrokenStoreEndsTheLoopAndEveryoneWaiting() {
    try (var loop = loop(_ -> {})) {
      assertThatThrownBy(() ->
              loop.ask(() -> {
                throw new StoreException("the disk is gone, as this test wants", "mend it");
              }))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> loop.end().join()).hasRootCauseInstanceOf(StoreException.class);
      assertThatThrownBy(() -> loop.ask(() -> 1)).hasMessage("the agent has ended");
    }
  }

  @Test
  void closingTwiceOrUnstartedIsNoError() {
    var unstarted = new Loop(timetable, _ -> {});
    unstarted.close();
    var loop = loop(_ -> {});
    loop.close();
    loop.close();
    assertThat(loop.end()).isCompleted();
  }
}
