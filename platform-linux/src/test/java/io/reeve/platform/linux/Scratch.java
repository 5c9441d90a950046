package io.reeve.platform.linux;

import io.reeve.core.programs.ProcessCommands;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/// Scratch roots for tests.
final class Scratch {
  private Scratch() {}

  static Host host(Path root) {
    return host(root, ProcessCommands.unix());
  }

  static Host host(Path root, Commands commands) {
    return new Host(root, commands, new Xattrs(), Clock.systemUTC());
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
