package io.reeve.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// A file or folder as it is on disk, to compare two moments.
///
/// @param path below the folder looked at
/// @param mode permissions as `rwxr-x---`
/// @param owner owner and group
/// @param content the bytes as ISO 8859-1; a link's target; empty for a folder
/// @param modified when it was last written; the epoch for a folder, whose time changes with a
///   temporary file
public record FileState(String path, String mode, String owner, String content, FileTime modified) {

  /// The same without the time: what a restoration has to bring back.
  public FileState untimed() {
    return new FileState(path, mode, owner, content, FileTime.fromMillis(0));
  }

  /// Everything below a folder, in path order.
  public static List<FileState> below(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      return paths.filter(path -> !path.equals(folder)).sorted().map(p -> of(folder, p)).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static FileState of(Path folder, Path path) {
    try {
      var attributes =
          Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new FileState(
          folder.relativize(path).toString(),
          PosixFilePermissions.toString(attributes.permissions()),
          attributes.owner().getName() + ":" + attributes.group().getName(),
          bytes(path, attributes),
          attributes.isDirectory() ? FileTime.fromMillis(0) : attributes.lastModifiedTime());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String bytes(Path path, PosixFileAttributes attributes) throws IOException {
    if (attributes.isSymbolicLink()) {
      return "-> " + Files.readSymbolicLink(path);
    }
    return attributes.isRegularFile()
        ? new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1)
        : "";
  }
}
