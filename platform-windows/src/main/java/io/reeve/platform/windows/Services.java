package io.reeve.platform.windows;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.PendingException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The services of this machine.
interface Services {
  /// How a service starts.
  ///
  /// @param type one of the `SERVICE_..._START` numbers; 0 and 1 are drivers'
  /// @param delayed whether one that starts by itself waits a while after the machine's start
  record Startup(int type, boolean delayed) {}

  /// Empty when there is no such service.
  Optional<Startup> startup(String name) throws IOException;

  void configure(String name, Startup startup) throws IOException;

  /// Whether it runs: one that is starting or stopping counts as what it is until then.
  boolean isRunning(String name) throws IOException;

  /// Starts it and waits a few seconds for it.
  ///
  /// @throws PendingException when it takes longer
  void start(String name) throws IOException;

  /// Stops it and waits a few seconds for its end.
  ///
  /// @throws PendingException when it takes longer
  /// @throws IOException also when services that run depend on it, whose names it tells
  void stop(String name) throws IOException;

  /// Tells a service that its parameters have changed, if it is there and runs.
  void tellOfChange(String name) throws IOException;

  /// Tells when one of these services starts, stops or goes.
  Watching watch(Supplier<Set<String>> names, Mechanism.Listener listener) throws IOException;

  /// The services that run and depend on it.
  List<String> dependents(String name) throws IOException;
}
