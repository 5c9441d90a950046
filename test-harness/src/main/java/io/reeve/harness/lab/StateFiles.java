package io.reeve.harness.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Files of the lab's folder. What holds a secret is never, at no moment, readable for others.
final class StateFiles {
  private StateFiles() {}

  /// Makes the folder, mode 0700, when it is missing.
  static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, onlyOwner(folder, "rwx------"));
    }
  }

  /// Holds the folder for one lab until the channel is closed.
  ///
  /// @throws IOException when another lab holds it
  static FileChannel hold(Path folder) throws IOException {
    var channel =
        FileChannel.open(
            folder.resolve("lab.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel)) {
      return channel;
    }
    channel.close();
    throw new IOException("another lab is running on " + folder);
  }

  @SuppressWarnings("resource") // the lock lives and dies with the channel
  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false; // this very process holds it
    }
  }

  /// Writes the whole file or leaves what was there; mode 0600.
  static void writeSecret(Path file, String text) throws IOException {
    var beside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(beside);
    touchSecret(beside);
    try (var channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
      var bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Makes an empty file, mode 0600, when it is missing.
  static void touchSecret(Path file) throws IOException {
    try {
      Files.createFile(file, onlyOwner(file, "rw-------"));
    } catch (FileAlreadyExistsException _) {
      // kept as it is
    }
  }

  private static FileAttribute<?>[] onlyOwner(Path path, String mode) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
