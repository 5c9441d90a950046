package io.reeve.core.tray;

import io.reeve.core.local.DiagnosticsZip;
import io.reeve.core.local.Views.Diagnostics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// What the daemon knows for somebody who helps, as a file of the person's own, who may look into
/// it and give it to whom they like.
final class DiagnosticsFile {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneId.systemDefault());

  private DiagnosticsFile() {}

  /// Writes it into that folder, for its owner alone, and never over something else.
  static Path write(Diagnostics diagnostics, Path folder) throws IOException {
    var file = folder.resolve("reeve-diagnostics-" + STAMP.format(diagnostics.at()) + ".zip");
    DiagnosticsZip.write(diagnostics, file);
    return file;
  }
}
