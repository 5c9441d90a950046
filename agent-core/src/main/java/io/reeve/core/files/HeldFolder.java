package io.reeve.core.files;

import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// A folder in which somebody else may exchange what is there while root writes in it, as an app
/// that belongs to a person. It is held open, so that nothing that happens to its name matters; and
/// what is made in it is made in a folder of our own inside, which nobody else can enter, and gets
/// owner and mode there. Only bytes, owner and mode are kept, for whoever put a file there chose
/// its attributes.
final class HeldFolder {
  /// Also the group, whichever it is.
  private static final int OTHERS_WRITE = 022;

  private static final int STICKY = 01000;

  /// As [io.reeve.core.spi.FileAttributes] of Linux and of macOS call them.
  private static final Set<String> ACCESS_LISTS = Set.of("system.posix_acl_access", "reeve.acl");

  private static final Path INSIDE = Path.of("new");
  private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwxr-xr-x");

  private final Path folder;
  private final SecureDirectoryStream<Path> held;

  private HeldFolder(Path folder, SecureDirectoryStream<Path> held) {
    this.folder = folder;
    this.held = held;
  }

  /// Whether somebody else may exchange what is in the folder, or one of those above it below the
  /// host's root. Whoever is not root has nothing to lose by it.
  static boolean isShared(Host host, Path folder) throws IOException {
    if (!FileMeta.isUnix(folder) || !isRoot() || !Files.exists(folder)) {
      return false;
    }
    var root = host.root().toRealPath();
    var real = folder.toRealPath();
    while (!isOpenToOthers(host, real)) {
      if (real.equals(root) || real.getParent() == null) {
        return false;
      }
      real = Directories.above(real);
    }
    return true;
  }

  /// Who cannot be told is taken for root.
  private static boolean isRoot() {
    return ProcessHandle.current().info().user().filter(user -> !user.equals("root")).isEmpty();
  }

  /// An access list may let anybody in, whatever the mode says: one that is there counts.
  private static boolean isOpenToOthers(Host host, Path folder) throws IOException {
    if (FileMeta.attribute(folder, "unix:uid") != 0) {
      return true;
    }
    if (host.attributes().read(folder).keySet().stream().anyMatch(ACCESS_LISTS::contains)) {
      return true;
    }
    int mode = FileMeta.attribute(folder, "unix:mode");
    return (mode & STICKY) == 0 && (mode & OTHERS_WRITE) != 0;
  }

  /// What is done in a folder that is held.
  @FunctionalInterface
  interface Work {
    void in(HeldFolder folder) throws IOException;
  }

  /// @throws IOException when the folder is not there, or this Java cannot hold folders
  static void hold(Path folder, Work work) throws IOException {
    try (var stream = Files.newDirectoryStream(folder)) {
      if (!(stream instanceof SecureDirectoryStream<Path> held)) {
        throw new IOException(
            folder + " can be changed by others, and this Java cannot write there safely");
      }
      work.in(new HeldFolder(folder, held));
    }
  }

  /// Puts a file there, in place of one of that name.
  ///
  /// @param meta the owner, group and mode it gets
  void put(String name, byte[] content, FileMeta meta) throws IOException {
    put(name, content, Optional.of(meta), meta.mode());
  }

  /// As the other, as a file of root's.
  void put(String name, byte[] content, int mode) throws IOException {
    put(name, content, Optional.empty(), mode);
  }

  private void put(String name, byte[] content, Optional<FileMeta> owner, int mode)
      throws IOException {
    var own = Path.of("." + name + ".reeve-own");
    clear(own);
    Files.createDirectory(folder.resolve(own), PosixFilePermissions.asFileAttribute(OURS));
    try (var room = held.newDirectoryStream(own, LinkOption.NOFOLLOW_LINKS)) {
      requireOurs(room);
      fill(room, content);
      var view = view(room, INSIDE);
      if (owner.isPresent()) {
        var names = folder.getFileSystem().getUserPrincipalLookupService();
        // A number is looked up like a name.
        view.setOwner(names.lookupPrincipalByName(Integer.toString(owner.get().owner())));
        view.setGroup(names.lookupPrincipalByGroupName(Integer.toString(owner.get().group())));
      }
      view.setPermissions(permissions(mode));
      room.move(INSIDE, held, Path.of(name));
    } finally {
      clear(own);
      // Where somebody has exchanged the folder, ours was made in the other.
      Files.deleteIfExists(folder.resolve(own));
    }
  }

  /// Lets everybody into a folder in this one that we have just made.
  void letIn(String name) throws IOException {
    try (var room = held.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS)) {
      room.getFileAttributeView(PosixFileAttributeView.class).setPermissions(OPEN);
    }
  }

  private void requireOurs(SecureDirectoryStream<Path> room) throws IOException {
    var made = room.getFileAttributeView(PosixFileAttributeView.class).readAttributes();
    if (!made.owner().getName().equals("root") || !made.permissions().equals(OURS)) {
      throw new IOException("somebody else exchanges what is in " + folder);
    }
  }

  private static PosixFileAttributeView view(SecureDirectoryStream<Path> room, Path file) {
    return room.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static void fill(SecureDirectoryStream<Path> room, byte[] content) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel = room.newByteChannel(INSIDE, options, mode)) {
      var buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      if (channel instanceof FileChannel file) {
        file.force(true);
      }
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    var letters = new StringBuilder("rwxrwxrwx");
    for (int i = 0; i < letters.length(); i++) {
      if ((mode & (0400 >> i)) == 0) {
        letters.setCharAt(i, '-');
      }
    }
    return PosixFilePermissions.fromString(letters.toString());
  }

  /// Takes away the folder of our own, also one that a crash left behind.
  private void clear(Path own) throws IOException {
    try (var room = held.newDirectoryStream(own, LinkOption.NOFOLLOW_LINKS)) {
      room.deleteFile(INSIDE);
    } catch (NoSuchFileException e) {
      // The one or the other is not there.
      if (!Files.exists(folder.resolve(own), LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
    }
    held.deleteDirectory(own);
  }
}
