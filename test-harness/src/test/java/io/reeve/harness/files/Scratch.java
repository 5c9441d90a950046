package io.reeve.harness.files;

import io.reeve.core.spi.Commands;
import io.reeve.core.spi.FileAttributes;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/// Scratch roots of a system that has no programs and whose files have no attributes of its own.
final class Scratch {
  private static final Commands NONE =
      (arguments, _) -> {
        throw new IOException("cannot start " + arguments.getFirst());
      };

  private Scratch() {}

  static Host host(Path root) {
    return new Host(root, NONE, FileAttributes.none(), Clock.systemUTC());
  }

  static void file(Path root, String name, String text) throws IOException {
    var file = root.resolve(name.substring(1));
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  static String text(Path root, String name) throws IOException {
    return Files.readString(root.resolve(name.substring(1)));
  }
}
