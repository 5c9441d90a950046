package io.reeve.core.tray;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files this process runs from, as a package puts them there: `HOME/VERSION/bin/PROGRAM`,
/// beside a link `HOME/current` to the version in use. Elsewhere there is no such link.
///
/// @param program the file that was started
record OwnProgram(Path program) {
  /// The exit status of a process that makes room for the other version; `reeve-tray` of the Linux
  /// packages knows it.
  static final int REPLACED = 75;

  /// That of this process; to be asked before anything is replaced.
  static OwnProgram ofThisProcess() {
    return new OwnProgram(Path.of(ProcessHandle.current().info().command().orElse("/")));
  }

  /// Whether another version is in use by now, or none.
  boolean isReplaced() {
    if (Files.notExists(program)) {
      return true;
    }
    var version = program.resolve("../..").normalize();
    var current = version.resolveSibling("current");
    try {
      return Files.isSymbolicLink(current) && !Files.isSameFile(current, version);
    } catch (IOException _) {
      // It leads nowhere: a version is just being taken into use, or away.
      return false;
    }
  }
}
