package io.reeve.core.agent;

import io.reeve.core.local.DiagnosticsZip;
import io.reeve.core.local.Views.Diagnostics;
import io.reeve.core.tree.DiagnosticsBranch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

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
    var fresh = state.resolve("diagnostics.zip.new");
    Files.deleteIfExists(fresh);
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(fresh, options, ours())) {
      channel.write(ByteBuffer.wrap(bytes.toByteArray()));
    }
    Files.move(fresh, file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    return bytes.size();
  }

  private FileAttribute<?>[] ours() {
    boolean posix = state.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
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
