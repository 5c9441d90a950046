package io.reeve.core.agent;

import io.reeve.core.files.PrivateFile;
import io.reeve.core.local.DiagnosticsZip;
import io.reeve.core.local.Views.Diagnostics;
import io.reeve.core.tree.DiagnosticsBranch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The diagnostics that were collected last, as a zip in the state folder that only the agent's own
/// user reads.
///
/// @param state the state folder
record KeptArchive(Path state) implements DiagnosticsBranch.Archive {
  private Path file() {
    return state.resolve("diagnostics.zip");
  }

  /// Keeps them in place of others.
  ///
  /// @return how many bytes they take
  int keep(Diagnostics diagnostics) throws IOException {
    var bytes = new ByteArrayOutputStream();
    DiagnosticsZip.write(diagnostics, bytes);
    PrivateFile.replace(file(), bytes.toByteArray());
    return bytes.size();
  }

  @Override
  public Optional<byte[]> read() {
    try {
      return Files.exists(file()) ? Optional.of(Files.readAllBytes(file())) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean remove() {
    try {
      return Files.deleteIfExists(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
