package io.reeve.core.spi;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Registers the daemon with whoever starts services on this system.
public interface Registrar {
  /// Has the daemon run from the start of the machine on, and again when it fails. What was
  /// registered before is changed to that; whether it runs now is left as it is.
  ///
  /// @param command the program and its arguments
  /// @throws IOException also when others than the system and its administrators could change the
  ///   program
  void install(List<String> command) throws IOException;

  /// Starts it, if it does not run.
  void start() throws IOException;

  /// Stops it and takes the registration away.
  ///
  /// @return whether there was one
  boolean remove() throws IOException;

  /// Empty when it is not registered.
  Optional<Registration> current() throws IOException;

  /// @param command what is run
  /// @param start when it is started, for people
  /// @param running whether it runs now
  record Registration(String command, String start, boolean running) {}
}
