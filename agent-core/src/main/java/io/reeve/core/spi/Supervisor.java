package io.reeve.core.spi;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/// Whoever starts and stops the daemon on this system, as far as it wants to be talked to.
@FunctionalInterface
public interface Supervisor {
  /// Runs the daemon and returns when it has ended; what it throws is thrown on.
  void run(Daemon daemon);

  /// The same, for one that also wants to know whether the daemon is well, and starts it anew when
  /// it is not.
  ///
  /// @param well may be asked at any time and from any thread
  default void run(Daemon daemon, BooleanSupplier well) {
    run(daemon);
  }

  /// The daemon, until it ends.
  @FunctionalInterface
  interface Daemon {
    /// @param ready to be called once, when it serves
    /// @param stop completes when it has to end
    void run(Runnable ready, CompletableFuture<Void> stop);
  }

  /// One that only starts the program and ends it by a signal.
  static Supervisor plain() {
    return daemon -> daemon.run(() -> {}, new CompletableFuture<>());
  }
}
