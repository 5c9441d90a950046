package io.reeve.enroll;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/// A file with a token's PIN in its first line. Read for each use and never kept.
///
/// @param path where it is
record PinFile(Path path) {
  private static final int MOST_BYTES = 1024;

  /// The PIN; to be overwritten by the caller after use.
  char[] read() throws KeyHomeException {
    try {
      requireOwnerOnly();
      if (Files.size(path) > MOST_BYTES) {
        throw new IOException("it is longer than a PIN can be");
      }
      var bytes = Files.readAllBytes(path);
      try {
        return firstLine(StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes)).array());
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    } catch (IOException e) {
      throw new KeyHomeException(
          "the PIN file " + path + " cannot be used: " + e.getMessage(),
          "put the token's PIN in it, owned by the agent's user, with mode 0600",
          e);
    }
  }

  private void requireOwnerOnly() throws IOException {
    if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
      var mode = Files.getPosixFilePermissions(path);
      if (!Set.copyOf(PosixFilePermissions.fromString("rwx------")).containsAll(mode)) {
        throw new IOException(
            "others can use it (mode " + PosixFilePermissions.toString(mode) + ")");
      }
    }
  }

  private static char[] firstLine(char[] chars) {
    int end = 0;
    while (end < chars.length && chars[end] != '\n' && chars[end] != '\r' && chars[end] != 0) {
      end++;
    }
    var line = Arrays.copyOf(chars, end);
    Arrays.fill(chars, ' ');
    return line;
  }
}
