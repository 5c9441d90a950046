package io.reeve.core.action;

import io.reeve.store.LocalStore;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// A runner that nothing holds back, for tests in which nothing takes long.
public final class FreeRunner {
  private FreeRunner() {}

  /// @param boot tells this boot of the machine from others
  public static ActionRunner of(LocalStore store, Supplier<String> boot, Clock clock) {
    return new ActionRunner(store, guard(store, clock), new Never(), () -> {}, boot, clock);
  }

  /// @param nanos a monotonic clock
  static ActionRunner of(LocalStore store, Supplier<String> boot, Clock clock, LongSupplier nanos) {
    return new ActionRunner(store, guard(store, clock), new Never(), () -> {}, boot, clock, nanos);
  }

  /// Brakes that hold nothing back.
  static Guard guard(LocalStore store, Clock clock) {
    return new Guard(new Free(), store.notes(), clock);
  }

  private static final class Never implements Aside {
    @Override
    public <T> void run(String thread, Callable<T> work, Consumer<T> end) {
      throw new AssertionError("nothing takes long here");
    }
  }

  private static final class Free implements Guard.Terms {
    @Override
    public String device() {
      return "";
    }

    @Override
    public boolean needsApproval() {
      return false;
    }

    @Override
    public List<PublicKey> approvers() {
      return List.of();
    }

    @Override
    public Duration hold() {
      return Duration.ZERO;
    }

    @Override
    public Duration vouchedHold() {
      return Duration.ZERO;
    }
  }
}
