package io.reeve.platform.windows;

import java.io.IOException;
import java.util.Optional;

/// The agent's entry in the database of the service manager.
interface ServiceEntry {
  /// Makes it, or changes it to that: started by itself a while after the machine's start, as the
  /// system; started again when it fails, however it does.
  ///
  /// @param commandLine as Windows takes it
  void put(String commandLine) throws IOException;

  /// The command line; empty when there is no entry.
  Optional<String> commandLine() throws IOException;

  /// Takes it away; one that runs goes when it has ended.
  void remove() throws IOException;
}
