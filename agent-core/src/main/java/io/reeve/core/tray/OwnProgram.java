package io.reeve.core.tray;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files this process runs from, as a package puts them there: somewhere in `HOME/VERSION`,
/// beside a link `HOME/current` to the version in use. Elsewhere there is no such link.
///
/// @param program the file that was started
record OwnProgram(Path program) {
  /// The exit status of a process that makes room for the other version; `reeve-tray` of the Linux
  /// packages knows it.
  static final int REPLACED = 75;

  /// Others have versions with such a link, too.
  private static final String TRAY = "bin/reeve-tray";

  /// That of this process; to be asked before anything is replaced.
  static OwnProgram ofThisProcess() {
    return new OwnProgram(Path.of(ProcessHandle.current().info().command().orElse("/")));
  }

  /// Whether another version is in use by now, or none.
  boolean isReplaced() {
    if (Files.notExists(program)) {
      return true;
    }
    for (var folder = program.getParent(); folder != null; folder = folder.getParent()) {
      var current = folder.resolveSibling("current");
      if (Files.isSymbolicLink(current) && Files.exists(folder.resolve(TRAY))) {
        return leadsElsewhere(current, folder);
      }
    }
    return false;
  }

  private static boolean leadsElsewhere(Path current, Path version) {
    try {
      return !Files.isSameFile(current, version);
    } catch (IOException _) {
      // It leads nowhere: a version is just being taken into use, or away.
      return false;
    }
  }
}
