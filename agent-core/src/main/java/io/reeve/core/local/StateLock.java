package io.reeve.core.local;

import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.spi.Rights;
import io.reeve.core.spi.Rights.Held;
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
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The right to work on a state folder. One process at a time has it; the kernel takes it back when
/// the process dies, however it dies.
public final class StateLock implements AutoCloseable {
  static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx--x--x");
  static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
  static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private static final Duration PAUSE = Duration.ofMillis(20);

  /// Where modes say it all.
  private static final Held NOT_HELD =
      new Held() {
        @Override
        public Optional<String> objection() {
          return Optional.empty();
        }

        @Override
        public void close() {
          // nothing is held
        }
      };

  private final Path state;
  private final FileChannel channel;
  private final FileLock lock;
  private final Held held;

  private StateLock(Path state, Held held, FileChannel channel, FileLock lock) {
    this.state = state;
    this.held = held;
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
    return take(state, rights, Duration.ZERO);
  }

  /// As the other, and waits for somebody who has the right for a moment only: while no daemon runs
  /// each command of an administrator takes it.
  public static StateLock take(Path state, Optional<Rights> rights, Duration patience) {
    try {
      prepare(state, rights);
      var held = rights.isPresent() ? held(state, rights.get()) : NOT_HELD;
      return lock(state, held, patience);
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
    try (held;
        channel) {
      lock.release();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void prepare(Path state, Optional<Rights> rights) throws IOException {
    if (rights.isPresent()) {
      make(state, rights.get());
    } else if (Files.isDirectory(state)) {
      StateFolderCheck.of(state);
    } else {
      make(state);
    }
  }

  private static void make(Path state, Rights rights) throws IOException {
    if (!Files.exists(state, LinkOption.NOFOLLOW_LINKS)) {
      makeAbove(state);
      rights.makePrivate(state);
    }
  }

  private static void make(Path state) throws IOException {
    makeAbove(state);
    Files.createDirectory(state, modes(state, FOLDER));
    // Again, for the umask may have taken something away.
    if (posix(state)) {
      Files.setPosixFilePermissions(state, FOLDER);
    }
  }

  private static void makeAbove(Path state) throws IOException {
    var parent = state.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
  }

  /// The folder, judged and kept; judged also when it has just been made, for somebody may have
  /// been quicker.
  private static Held held(Path state, Rights rights) throws IOException {
    var held = rights.hold(state);
    boolean good = false;
    try {
      StateFolderCheck.of(state, held);
      good = true;
      return held;
    } finally {
      if (!good) {
        held.close();
      }
    }
  }

  private static StateLock lock(Path state, Held held, Duration patience) throws IOException {
    boolean taken = false;
    try {
      var lock = open(state, held, patience);
      taken = true;
      return lock;
    } finally {
      if (!taken) {
        held.close();
      }
    }
  }

  private static StateLock open(Path state, Held held, Duration patience) throws IOException {
    var file = state.resolve("lock");
    var channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            modes(state, FILE));
    long begun = System.nanoTime();
    var lock = tryLock(channel);
    while (lock == null && System.nanoTime() - begun < patience.toNanos()) {
      LockSupport.parkNanos(PAUSE.toNanos());
      lock = tryLock(channel);
    }
    if (lock == null) {
      channel.close();
      throw new AgentException(
          Kind.FAILED,
          "another reeve works on " + state,
          "wait for it, or stop the daemon that uses this folder");
    }
    return new StateLock(state, held, channel, lock);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
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
