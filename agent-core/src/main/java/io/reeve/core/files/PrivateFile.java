package io.reeve.core.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// New files that nobody but their owner can use, from before anything is in them.
public final class PrivateFile {
  /// As an attribute for whoever makes the file: read and write for its owner, on systems with
  /// modes.
  static final FileAttribute<?> MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private PrivateFile() {}

  /// Makes one, open for writing. Never writes over something that is there, nor through a link.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException when there is anything of that name
  public static FileChannel create(Path file) throws IOException {
    var views = file.getFileSystem().supportedFileAttributeViews();
    var options =
        Set.<OpenOption>of(
            StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    if (views.contains("posix")) {
      return FileChannel.open(file, options, MODE);
    }
    if (!views.contains("acl")) {
      return FileChannel.open(file, options);
    }
    // What it has of its folder's access list goes before anything is written.
    var channel = FileChannel.open(file, options);
    try {
      restrict(file);
      return channel;
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /// Puts a private file with these bytes in the place of whatever has the name: durable, and whole
  /// or not at all.
  public static void replace(Path file, byte[] bytes) throws IOException {
    var fresh = file.resolveSibling("." + file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (var channel = create(fresh)) {
      writeAll(channel, bytes);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    var folder = file.toAbsolutePath().getParent();
    if (folder != null && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (var held = FileChannel.open(folder, StandardOpenOption.READ)) {
        held.force(true); // else the name may lead to the old file after a power cut
      }
    }
  }

  static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
    for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
      channel.write(rest);
    }
    channel.force(true);
  }

  private static void restrict(Path file) throws IOException {
    var view =
        Files.getFileAttributeView(file, AclFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    var everything = EnumSet.allOf(AclEntryPermission.class);
    view.setAcl(
        List.of(
            AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(view.getOwner())
                .setPermissions(everything)
                .build()));
  }
}
