package io.reeve.platform.windows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// The start of the tray in each session, by a value that Windows' shell reads when somebody signs
/// in. Whoever does not want it turns it off in their own settings, which is not ours to undo.
record TrayStart(Registry registry) {
  private static final RegistryKey RUN =
      RegistryKey.machine("SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run");
  private static final String NAME = "ReeveTray";

  /// The shell takes no longer one.
  private static final int LONGEST = 260;

  /// What is to be run.
  ///
  /// @param arguments with a blank before them, or nothing
  record Program(Path file, String arguments) {
    /// Always quoted, for a path with blanks would be tried piece by piece.
    private String line() throws IOException {
      var line = "\"" + file + "\"" + arguments;
      if (line.length() > LONGEST) {
        throw new IOException(
            "Windows starts nothing at sign-in whose command is longer than "
                + LONGEST
                + " characters: "
                + file);
      }
      return line;
    }
  }

  /// The tray's program in a folder of programs: its own, else the command line's.
  static Optional<Program> in(Path home) {
    return program(home, "reeve-tray.exe", "").or(() -> program(home, "reeve.exe", " tray"));
  }

  private static Optional<Program> program(Path home, String name, String arguments) {
    var file = home.resolve(name);
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(new Program(file, arguments))
        : Optional.empty();
  }

  /// Has this started, and nothing else of ours; nothing at all when there is no program.
  void put(Optional<Program> program) throws IOException {
    if (program.isEmpty()) {
      remove();
      return;
    }
    registry.set(RUN, NAME, RegistryData.text(Advapi32Registry.REG_SZ, program.get().line()));
  }

  /// Whether the tray is started.
  boolean isSet() throws IOException {
    return registry.value(RUN, NAME).isPresent();
  }

  /// A tray that runs goes on until its person signs out.
  ///
  /// @return whether there was one
  boolean remove() throws IOException {
    if (!isSet()) {
      return false;
    }
    registry.delete(RUN, NAME);
    return true;
  }
}
