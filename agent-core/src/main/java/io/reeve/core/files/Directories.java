package io.reeve.core.files;

import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import org.jspecify.annotations.Nullable;

/// The directories above configuration files. One that we made carries a mark, an extended
/// attribute, so that it can go again when it is empty, in whatever order settings are removed.
public final class Directories {
  private static final String MARK = "reeve.made";

  private Directories() {}

  /// The directory a path is in; for the root of all, that itself.
  public static Path above(Path path) {
    var parent = path.getParent();
    return parent == null ? path : parent;
  }

  /// @throws IOException when a link among the directories leads out of the root
  public static void check(Host host, Path directory) throws IOException {
    var nearest = directory;
    while (!Files.exists(nearest, LinkOption.NOFOLLOW_LINKS) && !nearest.equals(host.root())) {
      nearest = above(nearest);
    }
    try {
      if (nearest.toRealPath().startsWith(host.root().toRealPath())) {
        return;
      }
    } catch (NoSuchFileException e) {
      throw new IOException(nearest + " does not exist or is a dangling symbolic link", e);
    }
    throw new IOException(directory + " leaves the root through a symbolic link");
  }

  /// Makes what is missing, mode 0755 whatever the umask.
  public static void make(Host host, Path directory) throws IOException {
    check(host, directory);
    if (Files.isDirectory(directory)) {
      return;
    }
    make(host, above(directory));
    var fresh = fresh(directory);
    Files.deleteIfExists(fresh);
    Files.createDirectory(fresh);
    try {
      letEveryoneIn(host, fresh);
      mark(fresh);
      Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void letEveryoneIn(Host host, Path fresh) throws IOException {
    if (HeldFolder.isShared(host, above(fresh))) {
      HeldFolder.hold(above(fresh), held -> held.letIn(fresh.getFileName().toString()));
    } else if (FileMeta.isUnix(fresh)) {
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /// Until it has its mark, so that a crash leaves no directory that nobody knows to be ours.
  private static Path fresh(Path directory) {
    return directory.resolveSibling("." + directory.getFileName() + ".reeve-new");
  }

  private static void mark(Path directory) {
    var marks = marks(directory);
    if (marks != null) {
      try {
        marks.write(MARK, ByteBuffer.wrap(new byte[] {'1'}));
      } catch (IOException e) {
        // A file system without attributes: the directory then stays when it is empty.
        return;
      }
    }
  }

  /// Removes the directory and those above it as long as they are empty and ours. Those that are
  /// gone already are passed over: a crash may have come between two of them.
  public static void prune(Host host, Path directory) throws IOException {
    for (var current = directory; !current.equals(host.root()); current = above(current)) {
      Files.deleteIfExists(fresh(current));
      if (Files.exists(current, LinkOption.NOFOLLOW_LINKS)) {
        if (!isOurs(current) || !isEmpty(current)) {
          return;
        }
        Files.delete(current);
      }
    }
  }

  private static boolean isOurs(Path directory) {
    var marks = marks(directory);
    try {
      return marks != null && marks.list().contains(MARK);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (var children = Files.list(directory)) {
      return children.findAny().isEmpty();
    }
  }

  private static @Nullable UserDefinedFileAttributeView marks(Path directory) {
    return Files.getFileAttributeView(
        directory, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }
}
