package io.reeve.harness.lab;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Lets callers wait for something to happen without holding a thread.
final class Listening implements AutoCloseable {
  private static final int MOST_AT_ONCE = 500;

  private final Events events;
  private final ExecutorService checks =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("lab-listening").factory());
  private int waiting; // @GuardedBy("this")

  Listening(Events events) {
    this.events = events;
  }

  /// What the check finds, now or after one of the next events; empty when that takes too long, or
  /// when too many are waiting already.
  <T> CompletableFuture<Optional<T>> until(Supplier<Optional<T>> check, Duration wait) {
    return ifRoom(check, wait).orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
  }

  /// As [#until(Supplier, Duration)], but empty itself when too many are waiting already: for one
  /// who would ask again at once.
  <T> Optional<CompletableFuture<Optional<T>>> ifRoom(Supplier<Optional<T>> check, Duration wait) {
    if (!enter()) {
      return Optional.empty();
    }
    var found = new CompletableFuture<Optional<T>>();
    var queued = new AtomicBoolean();
    Runnable look = () -> look(check, found, queued);
    events.listen(look);
    var _ =
        found.whenComplete((_, _) -> {
          events.ignore(look);
          leave();
        });
    look.run(); // what happened before the listener was in place
    return Optional.of(
        found.completeOnTimeout(Optional.empty(), wait.toMillis(), TimeUnit.MILLISECONDS));
  }

  /// Checks on a thread of its own: the one that tells of the event may be in a transaction.
  private <T> void look(
      Supplier<Optional<T>> check, CompletableFuture<Optional<T>> found, AtomicBoolean queued) {
    if (!queued.compareAndSet(false, true)) {
      return;
    }
    try {
      checks.execute(() -> {
        queued.set(false);
        try {
          check.get().ifPresent(thing -> found.complete(Optional.of(thing)));
        } catch (RuntimeException failed) {
          found.completeExceptionally(failed);
        }
      });
    } catch (RejectedExecutionException _) {
      found.complete(Optional.empty()); // the lab is closing
    }
  }

  private synchronized boolean enter() {
    if (waiting >= MOST_AT_ONCE) {
      return false;
    }
    waiting++;
    return true;
  }

  private synchronized void leave() {
    waiting--;
  }

  @Override
  public void close() {
    checks.shutdown();
  }
}
