package io.reeve.core.tray;

import io.reeve.core.local.DiagnosticsZip;
import io.reeve.core.local.Views.Diagnostics;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Set;

/// What the daemon knows for somebody who helps, as a file of the person's own, who may look into
/// it and give it to whom they like.
final class DiagnosticsFile {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneId.systemDefault());

  private DiagnosticsFile() {}

  /// Writes it into that folder, for its owner alone, and never over something else.
  static Path write(Diagnostics diagnostics, Path folder) throws IOException {
    var file = folder.resolve("reeve-diagnostics-" + STAMP.format(diagnostics.at()) + ".zip");
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(file, options, ours(file));
        var stream = Channels.newOutputStream(channel)) {
      DiagnosticsZip.write(diagnostics, stream);
    }
    return file;
  }

  private static FileAttribute<?>[] ours(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
