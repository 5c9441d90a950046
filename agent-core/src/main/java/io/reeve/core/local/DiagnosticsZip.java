package io.reeve.core.local;

import io.reeve.core.files.PrivateFile;
import io.reeve.core.local.Views.Diagnostics;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Diagnostics as a file that one can send: a zip with a text for each part.
public final class DiagnosticsZip {
  private DiagnosticsZip() {}

  /// Writes it as a new file that only its owner reads, who may then give it to whom they like.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException when there is anything of that name
  public static void write(Diagnostics diagnostics, Path file) throws IOException {
    try (var channel = PrivateFile.create(file);
        var stream = Channels.newOutputStream(channel)) {
      write(diagnostics, stream);
    }
  }

  /// Writes it; the stream stays open.
  public static void write(Diagnostics diagnostics, OutputStream to) throws IOException {
    var zip = new ZipOutputStream(to, StandardCharsets.UTF_8);
    for (var part : diagnostics.parts()) {
      var entry = new ZipEntry(part.name());
      entry.setTime(diagnostics.at().toEpochMilli());
      zip.putNextEntry(entry);
      zip.write(part.text().getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    zip.finish();
  }
}
