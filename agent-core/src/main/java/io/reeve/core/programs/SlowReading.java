package io.reeve.core.programs;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Something that takes seconds to find out. Who asks waits a moment at most; what was found is
/// kept while its stamp stays the same, and not for ever, because a stamp does not tell everything.
///
/// @param <T> what is found
public final class SlowReading<T> {
  private final Clock clock;
  private final Duration patience;
  private final Duration lasting;
  private Optional<Found<T>> found = Optional.empty();
  private Optional<CompletableFuture<Found<T>>> going = Optional.empty();

  /// @param patience how long one who asks waits
  /// @param lasting how long something found is good
  public SlowReading(Clock clock, Duration patience, Duration lasting) {
    this.clock = clock;
    this.patience = patience;
    this.lasting = lasting;
  }

  private record Found<T>(Object stamp, Instant at, T value) {}

  /// What was found, now or before.
  ///
  /// @param stamp differs when what is to be found may differ
  /// @throws IOException when it cannot be found out, or is not yet: then it goes on, and who asks
  ///   later is told
  public T get(Object stamp, Callable<T> look) throws IOException {
    var fresh = kept(stamp);
    return fresh.isPresent() ? fresh.orElseThrow() : await(begin(stamp, look));
  }

  private synchronized Optional<T> kept(Object stamp) {
    return found
        .filter(last -> last.stamp.equals(stamp))
        .filter(last -> !clock.instant().isBefore(last.at))
        .filter(last -> clock.instant().isBefore(last.at.plus(lasting)))
        .map(Found::value);
  }

  private synchronized CompletableFuture<Found<T>> begin(Object stamp, Callable<T> look) {
    if (going.isPresent()) {
      return going.orElseThrow();
    }
    var future = new CompletableFuture<Found<T>>();
    Thread.ofPlatform().name("reeve-reading").daemon().start(() -> run(future, stamp, look));
    going = Optional.of(future);
    return future;
  }

  private void run(CompletableFuture<Found<T>> future, Object stamp, Callable<T> look) {
    try {
      var value = new Found<>(stamp, clock.instant(), look.call());
      end(Optional.of(value));
      future.complete(value);
    } catch (Exception e) {
      end(Optional.empty());
      future.completeExceptionally(e);
    } catch (Error e) {
      end(Optional.empty());
      future.completeExceptionally(e);
      throw e;
    }
  }

  private synchronized void end(Optional<Found<T>> value) {
    found = value;
    going = Optional.empty();
  }

  private T await(CompletableFuture<Found<T>> future) throws IOException {
    try {
      return future.get(patience.toNanos(), TimeUnit.NANOSECONDS).value;
    } catch (TimeoutException e) {
      throw new IOException("it takes longer than " + patience.toSeconds() + " s; ask again", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException why
          ? new IOException(why.getMessage(), why)
          : new IOException("a defect of the agent: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
