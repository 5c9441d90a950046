package io.reeve.core.agent;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// An answer that is worked out once and given again for a while, whoever asks, so that nobody
/// keeps the machine busy with it. Who asks while it is worked out waits for the same one. What
/// fails is not kept.
final class Recent<T> implements Supplier<T> {
  private record Answer<T>(T text, long at) {}

  private final LongSupplier nanos;
  private final Duration kept;
  private final Supplier<T> work;
  private Optional<Answer<T>> last = Optional.empty();

  /// @param nanos a monotonic clock, as [System#nanoTime]
  /// @param kept for how long it is given again
  Recent(LongSupplier nanos, Duration kept, Supplier<T> work) {
    this.nanos = nanos;
    this.kept = kept;
    this.work = work;
  }

  @Override
  public synchronized T get() {
    var young = last.filter(answer -> nanos.getAsLong() - answer.at() < kept.toNanos());
    var answer = young.orElseGet(() -> new Answer<>(work.get(), nanos.getAsLong()));
    last = Optional.of(answer);
    return answer.text();
  }
}
