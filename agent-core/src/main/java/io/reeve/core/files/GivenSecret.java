package io.reeve.core.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.Optional;

/// A file in which an administrator hands the agent a secret. Opening it takes the right to read it
/// away from everybody else, where it is the agent's to do so, and keeps it: what is judged, what
/// is read and what is replaced is the one file.
public interface GivenSecret {
  /// What is done with it while it is open.
  @FunctionalInterface
  interface Use<T> {
    T of(GivenSecret file) throws IOException;
  }

  /// Opens it, and closes it after that use.
  ///
  /// @param path where it is
  /// @param own a file or folder that is certainly the agent's user's own
  /// @throws NoSuchFileException when there is nothing of that name
  static <T> T with(Path path, Path own, Use<T> use) throws IOException {
    var file = path.toAbsolutePath();
    var folder = file.getParent();
    if (folder == null) {
      throw new NoSuchFileException(path.toString());
    }
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return use.of(ListedSecret.open(file, own));
    }
    try (var stream = Files.newDirectoryStream(folder)) {
      if (stream instanceof SecureDirectoryStream<Path> held) {
        return use.of(HeldSecret.open(held, file, Files.getOwner(own)));
      }
      throw new IOException("this system cannot hold the folder " + folder);
    }
  }

  /// Why what it says cannot be trusted; empty when it can. Without the secret in it.
  Optional<String> objection();

  /// Its bytes.
  ///
  /// @throws IOException when there are more than `most`, or it is no plain file
  byte[] read(int most) throws IOException;

  /// Puts these bytes in its place, for the agent's user alone.
  void replace(byte[] bytes) throws IOException;
}
