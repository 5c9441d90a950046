package io.reeve.core.agent;

import io.reeve.store.History;
import io.reeve.store.StoreException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that changes the machine and the store. It takes triggers one at a time;
/// everybody else only enqueues.
///
/// A defect ends the trigger it showed in, never the loop. A broken store ends the loop and with it
/// the agent: going on would mean changing the machine without remembering it.
final class Loop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  private final BlockingQueue<Trigger> queue = new LinkedBlockingQueue<>();
  private final Timetable timetable;
  private final Consumer<Trigger> handler;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean closing;

  /// When the trigger in hand was taken, by [System#nanoTime]; 0 when there is none.
  private volatile long taken;

  /// @param handler does what a trigger asks for
  Loop(Timetable timetable, Consumer<Trigger> handler) {
    this.timetable = timetable;
    this.handler = handler;
    this.thread = Thread.ofPlatform().name("reeve-loop").unstarted(this::run);
  }

  /// Begins to take triggers.
  void start() {
    thread.start();
  }

  /// Enqueues a trigger; returns at once.
  void post(Trigger trigger) {
    queue.add(trigger);
  }

  /// Makes the trigger due after that time, in place of any earlier arrangement for it. On the
  /// loop.
  void in(Duration delay, Trigger trigger) {
    timetable.in(delay, trigger);
  }

  /// Makes the trigger due no more. On the loop.
  void never(Trigger trigger) {
    timetable.never(trigger);
  }

  /// Work beside the loop has failed in a way that nobody foresaw. While the agent ends, that is
  /// only that it found something closed.
  void defect(String name, Throwable e) {
    if (closing) {
      LOG.debug("the end of the agent cut off {}", name, e);
    } else {
      LOG.error("a defect ended {}", name, e);
    }
  }

  /// Does slow work on a thread of its own and its end on the loop, for whoever asks now. A defect
  /// in the work is logged and there is no end.
  ///
  /// @param name the thread's
  <T> void aside(String name, Callable<T> work, Consumer<T> end) {
    aside(name, work, end, () -> {});
  }

  /// Does slow work on a thread of its own and its end on the loop, for whoever asks now. A defect
  /// in the work is logged.
  ///
  /// @param name the thread's
  /// @param cut the end after a defect, on the loop, too
  <T> void aside(String name, Callable<T> work, Consumer<T> end, Runnable cut) {
    var by = History.asker();
    Thread.ofVirtual()
        .name(name)
        .start(() -> {
          try {
            var done = work.call();
            post(new Trigger.Ask(() -> History.askedBy(by, () -> end.accept(done))));
          } catch (Exception | Error e) {
            defect(name, e);
            post(new Trigger.Ask(() -> History.askedBy(by, cut)));
          }
        });
  }

  /// Does the work on the loop's thread, for whoever asks on this one, and waits for it. What the
  /// work throws is thrown here.
  ///
  /// @throws IllegalStateException when the loop has ended
  <T> T ask(Callable<T> work) {
    var answer = new CompletableFuture<T>();
    var by = History.asker();
    post(new Trigger.Ask(() -> History.askedBy(by, () -> complete(answer, work))));
    return await(answer);
  }

  /// Waits for something that the loop completes. What it is completed with is thrown here.
  ///
  /// @throws IllegalStateException when the loop has ended and it never will be
  <T> T await(CompletableFuture<T> answer) {
    try {
      CompletableFuture.anyOf(answer, end).join();
    } catch (CompletionException e) {
      if (answer.isDone() && e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
    }
    if (!answer.isDone()) {
      throw new IllegalStateException("the agent has ended");
    }
    return answer.join();
  }

  private static <T> void complete(CompletableFuture<T> answer, Callable<T> work) {
    try {
      answer.complete(work.call());
    } catch (StoreException e) {
      answer.completeExceptionally(e);
      throw e;
    } catch (Exception e) {
      answer.completeExceptionally(e);
    }
  }

  /// Completes when the loop has ended: normally when it was closed, else with what broke it.
  CompletableFuture<Void> end() {
    return end;
  }

  private void run() {
    try {
      while (!closing) {
        var trigger = next();
        if (trigger != null) {
          handle(trigger);
        }
        timetable.take().forEach(this::handle);
      }
      end.complete(null);
    } catch (StoreException | Error e) {
      LOG.error("the agent cannot go on", e);
      end.completeExceptionally(e);
    } catch (InterruptedException e) {
      end.completeExceptionally(e);
    }
  }

  private @Nullable Trigger next() throws InterruptedException {
    var wait = timetable.untilNext().orElse(Duration.ofDays(1));
    return queue.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// How long it has been at work on the trigger in hand; zero when there is none.
  Duration busy() {
    long since = taken;
    return since == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
  }

  private void handle(Trigger trigger) {
    taken = System.nanoTime() | 1;
    try {
      handler.accept(trigger);
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("a defect ended {}", trigger.getClass().getSimpleName(), e);
    } finally {
      taken = 0;
    }
  }

  /// Ends after the trigger in hand; waits for that.
  @Override
  public void close() {
    closing = true;
    post(new Trigger.Ask(() -> {}));
    if (thread.isAlive() && !Thread.currentThread().equals(thread)) {
      end.exceptionally(_ -> null).join();
    }
  }
}
