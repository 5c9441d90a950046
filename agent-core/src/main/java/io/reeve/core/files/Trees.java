package io.reeve.platform.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;

/// Folders with all that is in them.
final class Trees {
  private static final int DEEPEST = 200;

  private Trees() {}

  /// Deletes it. Folders are opened one inside the other and never by their path, so that whoever
  /// owns one cannot put a link in the way (openat(2)); links are deleted, never followed.
  ///
  /// @throws IOException when it is over 200 folders deep, or somebody fills it meanwhile
  static void delete(Path folder) throws IOException {
    var parent = folder.toAbsolutePath().resolveSibling("");
    try (var stream = Files.newDirectoryStream(parent)) {
      if (stream instanceof SecureDirectoryStream<Path> secure) {
        delete(secure, Path.of(String.valueOf(folder.getFileName())), 0);
      } else {
        throw new IOException(parent + " is on a file system that cannot be walked safely");
      }
    }
  }

  private static void delete(SecureDirectoryStream<Path> parent, Path name, int depth)
      throws IOException {
    if (depth > DEEPEST) {
      throw new IOException(name + " is over " + DEEPEST + " folders deep");
    }
    var view =
        parent.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (!view.readAttributes().isDirectory()) {
      parent.deleteFile(name);
      return;
    }
    try (var folder = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
      for (var entry : folder) {
        delete(folder, Path.of(String.valueOf(entry.getFileName())), depth + 1);
      }
    }
    parent.deleteDirectory(name);
  }
}
