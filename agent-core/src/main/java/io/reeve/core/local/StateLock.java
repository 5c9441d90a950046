package io.reeve.core.local;

import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.spi.Rights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// The right to work on a state folder. One process at a time has it; the kernel takes it back when
/// the process dies, however it dies.
public final class StateLock implements AutoCloseable {
  static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx--x--x");
  static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private final Path state;
  private final FileChannel channel;
  private final FileLock lock;

  private StateLock(Path state, FileChannel channel, FileLock lock) {
    this.state = state;
    this.channel = channel;
    this.lock = lock;
  }

  /// Takes the right, and makes the folder when it is missing, so that others may pass to the
  /// socket in it but neither list nor change it. A folder that was there before is not touched
  /// unless it is plainly the agent's own.
  ///
  /// @throws AgentException when another process has the right, the folder is not usable, or others
  ///   could change what is in it
  public static StateLock take(Path state) {
    return take(state, Optional.empty());
  }

  /// @param rights says who may use files, where their modes do not
  public static StateLock take(Path state, Optional<Rights> rights) {
    try {
      prepare(state, rights);
      return lock(state);
    } catch (IOException e) {
      throw new AgentException(
          Kind.FAILED,
          "cannot use the state folder " + state + ": " + Reasons.of(e),
          "run as root, or name a folder of your own with --state");
    }
  }

  /// Whether another process has the right now. False when that cannot be told, as for a user who
  /// may not open the lock.
  public static boolean isHeld(Path state) {
    var file = state.resolve("lock");
    if (!Files.isWritable(file)) {
      return false;
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException _) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// The folder.
  public Path state() {
    return state;
  }

  /// Gives the right back.
  @Override
  public void close() {
    try (channel) {
      lock.release();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void prepare(Path state, Optional<Rights> rights) throws IOException {
    if (Files.isDirectory(state)) {
      StateFolderCheck.of(state, rights);
      return;
    }
    var parent = state.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (rights.isPresent()) {
      rights.get().makePrivate(state);
      return;
    }
    Files.createDirectory(state, modes(state, FOLDER));
    // Again, for the umask may have taken something away.
    if (posix(state)) {
      Files.setPosixFilePermissions(state, FOLDER);
    }
  }

  private static StateLock lock(Path state) throws IOException {
    var file = state.resolve("lock");
    var channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            modes(state, FILE));
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new AgentException(
          Kind.FAILED,
          "another reeve works on " + state,
          "wait for it, or stop the daemon that uses this folder");
    }
    return new StateLock(state, channel, lock);
  }

  static FileAttribute<?>[] modes(Path path, Set<PosixFilePermission> mode) {
    return posix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)}
        : new FileAttribute<?>[0];
  }

  static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
