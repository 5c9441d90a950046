package io.reeve.core.local;

import io.reeve.core.local.AgentException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The right to work on a state folder. One process at a time has it; the kernel takes it back when
/// the process dies, however it dies.
public final class StateLock implements AutoCloseable {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx--x--x");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private final Path state;
  private final FileChannel channel;
  private final FileLock lock;

  private StateLock(Path state, FileChannel channel, FileLock lock) {
    this.state = state;
    this.channel = channel;
    this.lock = lock;
  }

  /// Takes the right, and makes the folder when it is missing. The folder is left so that others
  /// may pass to the socket in it but neither list nor change it.
  ///
  /// @throws AgentException when another process has the right, or the folder is not usable
  public static StateLock take(Path state) {
    try {
      prepare(state);
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

  private static void prepare(Path state) throws IOException {
    if (!Files.isDirectory(state)) {
      Files.createDirectories(state);
      setMode(state, FOLDER);
      return;
    }
    if (posix(state)) {
      var mode = Files.getPosixFilePermissions(state);
      if (mode.contains(PosixFilePermission.GROUP_WRITE)
          || mode.contains(PosixFilePermission.OTHERS_WRITE)
          || !mode.contains(PosixFilePermission.OTHERS_EXECUTE)) {
        setMode(state, FOLDER);
      }
    }
  }

  private static StateLock lock(Path state) throws IOException {
    var file = state.resolve("lock");
    var channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            posix(state)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)}
                : new FileAttribute<?>[0]);
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

  private static void setMode(Path path, Set<PosixFilePermission> mode) throws IOException {
    if (posix(path)) {
      Files.setPosixFilePermissions(path, mode);
    }
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
