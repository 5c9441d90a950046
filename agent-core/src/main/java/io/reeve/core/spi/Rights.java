package io.reeve.core.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Who may use the agent's own files, on systems that keep that in access lists and not in modes.
public interface Rights {
  /// Makes a folder that only the system and its administrators can use, and so everything that is
  /// made in it later.
  ///
  /// @throws IOException when there is anything of that name already
  void makePrivate(Path folder) throws IOException;

  /// Opens a folder and keeps it: until it is closed, that path leads to this folder.
  ///
  /// @throws IOException when it cannot be opened, as when it is not there
  Held hold(Path folder) throws IOException;

  /// Lets everybody on the machine connect to a socket.
  void letEveryoneConnect(Path socket) throws IOException;

  /// A folder that is kept where it is.
  interface Held extends AutoCloseable {
    /// Why somebody beside the system and its administrators could read or change what is in it,
    /// for people: who may, or that it leads elsewhere. Empty when nobody can.
    Optional<String> objection() throws IOException;

    @Override
    void close();
  }
}
