package io.reeve.core.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Where files have modes. The folder is held open: what others could exchange in it, they cannot
/// after its rights were taken away, which happens first; so the file that is judged by name there
/// is the file that is read.
final class HeldSecret implements GivenSecret {
  private static final Set<PosixFilePermission> WRITING =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  /// What others need to open something, or to go through a folder. Whether they could write stays
  /// to be seen, so that it is refused the next time, too.
  private static final Set<PosixFilePermission> REACHING =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_EXECUTE);

  private final SecureDirectoryStream<Path> folder;
  private final Path file;
  private final Path name;
  private final boolean plain;
  private final Optional<String> objection;

  private HeldSecret(
      SecureDirectoryStream<Path> folder, Path file, boolean plain, Optional<String> objection) {
    this.folder = folder;
    this.file = file;
    this.name = file.getFileName();
    this.plain = plain;
    this.objection = objection;
  }

  static HeldSecret open(SecureDirectoryStream<Path> folder, Path file, UserPrincipal own)
      throws IOException {
    var around = folder.getFileAttributeView(PosixFileAttributeView.class);
    var place = around.readAttributes();
    boolean shared = place.permissions().stream().anyMatch(WRITING::contains);
    boolean ours = place.owner().equals(own);
    if (shared && ours) {
      withdraw(around, place);
    }
    var view = view(folder, file.getFileName());
    var found = attributes(view, file);
    if (!found.isRegularFile()) {
      return new HeldSecret(folder, file, false, Optional.of("it is no plain file"));
    }
    var objection =
        shared
            ? Optional.of(others(String.valueOf(file.getParent()), place))
            : judge(file, found, own, ours);
    // In a folder of somebody else the name may lead elsewhere by now.
    if (ours && found.owner().equals(own) && isOnly(file)) {
      withdraw(view, found);
    }
    return new HeldSecret(folder, file, true, objection);
  }

  private static PosixFileAttributes attributes(PosixFileAttributeView view, Path file)
      throws IOException {
    try {
      return view.readAttributes();
    } catch (NoSuchFileException _) {
      throw new NoSuchFileException(file.toString());
    }
  }

  private static Optional<String> judge(
      Path file, PosixFileAttributes found, UserPrincipal own, boolean ours) throws IOException {
    if (!found.owner().equals(own)) {
      return Optional.of("it belongs to " + found.owner().getName());
    }
    if (found.permissions().stream().anyMatch(WRITING::contains)) {
      return Optional.of(others(file.toString(), found));
    }
    if (!ours) {
      return Optional.of("its folder belongs to somebody else");
    }
    return isOnly(file) ? Optional.empty() : Optional.of("it has another name elsewhere");
  }

  private static boolean isOnly(Path file) throws IOException {
    return Integer.valueOf(1)
        .equals(Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS));
  }

  private static String others(String what, PosixFileAttributes found) {
    return "others can write to %s (mode %s)"
        .formatted(what, PosixFilePermissions.toString(found.permissions()));
  }

  private static void withdraw(PosixFileAttributeView view, PosixFileAttributes found)
      throws IOException {
    var less = EnumSet.copyOf(found.permissions());
    if (less.removeAll(REACHING)) {
      view.setPermissions(less);
    }
  }

  private static PosixFileAttributeView view(SecureDirectoryStream<Path> folder, Path name) {
    return folder.getFileAttributeView(
        name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public Optional<String> objection() {
    return objection;
  }

  @Override
  public byte[] read(int most) throws IOException {
    if (!plain) {
      throw new IOException("it is no plain file");
    }
    var options = Set.<OpenOption>of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try (var channel = folder.newByteChannel(name, options)) {
      return read(channel, most);
    }
  }

  /// However long it becomes meanwhile.
  static byte[] read(SeekableByteChannel channel, int most) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var part = ByteBuffer.allocate(8192);
    while (channel.read(part) >= 0) {
      bytes.write(part.array(), 0, part.position());
      part.clear();
      if (bytes.size() > most) {
        throw new IOException("it is longer than " + most + " bytes");
      }
    }
    return bytes.toByteArray();
  }

  @Override
  public void replace(byte[] bytes) throws IOException {
    var fresh = name.resolveSibling("." + name + ".new");
    try {
      folder.deleteFile(fresh);
    } catch (NoSuchFileException _) {
      // as it should be
    }
    var options =
        Set.<OpenOption>of(
            StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try (var channel = folder.newByteChannel(fresh, options, PrivateFile.MODE)) {
      if (channel instanceof FileChannel durable) {
        PrivateFile.writeAll(durable, bytes);
      } else {
        throw new IOException("the new file cannot be made durable");
      }
    }
    folder.move(fresh, folder, name);
    try (var held = folder.newByteChannel(Path.of("."), Set.of(StandardOpenOption.READ))) {
      if (held instanceof FileChannel names) {
        names.force(true);
      }
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
