package io.reeve.enroll;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file that only its owner can read, from its first byte on, and that changes in one step.
///
/// Where the system has no POSIX modes the folder's access list is what protects it.
final class PrivateFile {
  private static final Logger log = LoggerFactory.getLogger(PrivateFile.class);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  private final Path path;

  PrivateFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  Path path() {
    return path;
  }

  /// The content. A file that others can read is closed to them first, with a warning.
  byte[] read() throws IOException {
    if (posix()) {
      var mode = Files.getPosixFilePermissions(path);
      if (!OWNER_ONLY.containsAll(mode)) {
        log.warn(
            "{} could be used by others (mode {}); it is now closed to them. If you do not know "
                + "why, enrol again: its key may be known",
            path,
            PosixFilePermissions.toString(mode));
        Files.setPosixFilePermissions(path, OWNER_ONLY);
      }
    }
    if (Files.size(path) > MOST_BYTES) {
      throw new IOException("it is over " + MOST_BYTES + " bytes long");
    }
    return Files.readAllBytes(path);
  }

  /// Writes beside the file, forces it to the disk, and puts it in place.
  void write(byte[] content) throws IOException {
    removeLeftovers();
    var beside = Files.createTempFile(folder(), prefix(), ".new", attributes());
    try {
      try (var channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
        var buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceFolder();
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  void delete() throws IOException {
    removeLeftovers();
    if (Files.deleteIfExists(path)) {
      forceFolder();
    }
  }

  /// What a crash between writing and putting in place left behind holds a key too.
  private void removeLeftovers() throws IOException {
    try (var found = Files.newDirectoryStream(folder(), prefix() + "*.new")) {
      for (var leftover : found) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  private Path folder() {
    var folder = path.getParent();
    if (folder == null) {
      throw new IllegalArgumentException("no file name: " + path);
    }
    return folder;
  }

  private String prefix() {
    return "." + path.getFileName() + ".";
  }

  private void forceFolder() throws IOException {
    if (posix()) {
      try (var folder = FileChannel.open(folder(), StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
  }

  private static FileAttribute<?>[] attributes() {
    return posix()
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
