package io.reeve.core.agent;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// An answer that is worked out once and given again for a minute, whoever asks, so that nobody
/// keeps the machine busy with it. Who asks while it is worked out waits for the same one. What
/// fails is not kept.
final class Recent<T> implements Supplier<T> {
  private static final Duration KEPT = Duration.ofMinutes(1);

  private record Answer<T>(T text, long at) {}

  private final LongSupplier nanos;
  private final Supplier<T> work;
  private Optional<Answer<T>> last = Optional.empty();

  /// @param nanos a monotonic clock, as [System#nanoTime]
  Recent(LongSupplier nanos, Supplier<T> work) {
    this.nanos = nanos;
    this.work = work;
  }

  @Override
  public synchronized T get() {
    var kept = last.filter(answer -> nanos.getAsLong() - answer.at() < KEPT.toNanos());
    var answer = kept.orElseGet(() -> new Answer<>(work.get(), nanos.getAsLong()));
    last = Optional.of(answer);
    return answer.text();
  }
}
