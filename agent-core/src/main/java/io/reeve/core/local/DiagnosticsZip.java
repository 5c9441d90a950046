package io.reeve.core.local;

import io.reeve.core.local.Views.Diagnostics;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Diagnostics as a file that one can send: a zip with a text for each part.
public final class DiagnosticsZip {
  private DiagnosticsZip() {}

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
