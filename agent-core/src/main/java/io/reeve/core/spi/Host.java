package io.reeve.core.spi;

import java.nio.file.Path;
import java.time.Clock;

/// All that platform code may touch. Tests and the demo pass a scratch root; nothing outside it is
/// then read for configuration or written.
///
/// @param root the directory that stands for `/`; the real machine when it is the root of its file
///   system
/// @param commands runs programs
/// @param attributes what files have beside bytes, mode and owner
/// @param clock tells the time
public record Host(Path root, Commands commands, FileAttributes attributes, Clock clock) {
  public Host {
    root = root.toAbsolutePath().normalize();
  }

  /// Whether this is a scratch root and not the real machine. What reaches the kernel or a system
  /// service has to refuse then.
  public boolean isScratch() {
    return root.getParent() != null;
  }

  /// The file of that absolute name, below the root.
  ///
  /// @throws IllegalArgumentException when the name is not absolute or leaves the root
  public Path path(String absolute) {
    if (!absolute.startsWith("/")) {
      throw new IllegalArgumentException("not an absolute path: " + absolute);
    }
    var path = root.resolve(absolute.substring(1)).normalize();
    if (!path.startsWith(root)) {
      throw new IllegalArgumentException("path leaves the root: " + absolute);
    }
    return path;
  }
}
