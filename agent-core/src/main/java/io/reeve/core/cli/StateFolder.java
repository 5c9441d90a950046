package io.reeve.core.cli;

import io.reeve.core.local.ThisMachine;
import java.nio.file.Path;
import java.util.Locale;

/// Where each system keeps the state of a service, and where it is itself.
final class StateFolder {
  private StateFolder() {}

  static Path ofThisSystem() {
    return of(System.getProperty("os.name"), rootOfThisSystem());
  }

  /// @param root the folder that stands for `/`
  static Path of(String system, Path root) {
    var name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return root.resolve("ProgramData").resolve("Reeve");
    }
    return Path.of(
        name.startsWith("mac") ? "/Library/Application Support/Reeve" : "/var/lib/reeve");
  }

  /// Where a system has several roots, only its platform knows which is its own: not the one of the
  /// folder that somebody happens to stand in.
  static Path rootOfThisSystem() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")
        ? ThisMachine.root()
        : Path.of("/");
  }
}
