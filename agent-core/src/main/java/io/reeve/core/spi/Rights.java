package io.reeve.core.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Who may use the agent's own files, on systems that keep that in access lists and not in modes.
public interface Rights {
  /// Makes a folder that only the system and its administrators can use, and so everything that is
  /// made in it later.
  void makePrivate(Path folder) throws IOException;

  /// Who else can change what is in the folder, for people; empty when nobody can.
  Optional<String> openTo(Path folder) throws IOException;

  /// Lets everybody on the machine connect to a socket.
  void letEveryoneConnect(Path socket) throws IOException;
}
