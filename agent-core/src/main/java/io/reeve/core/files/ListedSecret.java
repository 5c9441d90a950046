package io.reeve.core.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Where files have access lists. The folder is the agent's own, which is judged and held when the
/// agent starts, so only administrators can have put the file there; but a file that was moved
/// there has the list of the place where it was made, and that one is cut down to those who may
/// write in the folder.
final class ListedSecret implements GivenSecret {
  private final Path file;
  private final boolean plain;

  private ListedSecret(Path file, boolean plain) {
    this.file = file;
    this.plain = plain;
  }

  static ListedSecret open(Path file, Path own) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(file.toString());
    }
    boolean plain = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    var view = view(file);
    if (plain && view.isPresent()) {
      var list = view.get().getAcl();
      var less = restricted(list, view(own).orElseThrow().getAcl());
      if (!less.equals(list)) {
        view.get().setAcl(less);
      }
    }
    return new ListedSecret(file, plain);
  }

  private static Optional<AclFileAttributeView> view(Path file) {
    return Optional.ofNullable(
        Files.getFileAttributeView(file, AclFileAttributeView.class, LinkOption.NOFOLLOW_LINKS));
  }

  /// The entries of the list that deny something, or are for whoever may write in the folder.
  static List<AclEntry> restricted(List<AclEntry> list, List<AclEntry> folder) {
    Set<UserPrincipal> trusted =
        folder.stream()
            .filter(entry -> entry.type() == AclEntryType.ALLOW)
            .filter(entry -> entry.permissions().contains(AclEntryPermission.WRITE_DATA))
            .map(AclEntry::principal)
            .collect(Collectors.toSet());
    return list.stream()
        .filter(entry -> entry.type() == AclEntryType.DENY || trusted.contains(entry.principal()))
        .toList();
  }

  @Override
  public Optional<String> objection() {
    return plain ? Optional.empty() : Optional.of("it is no plain file");
  }

  @Override
  public byte[] read(int most) throws IOException {
    if (!plain) {
      throw new IOException("it is no plain file");
    }
    var options = Set.<OpenOption>of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try (var channel = FileChannel.open(file, options)) {
      return HeldSecret.read(channel, most);
    }
  }

  @Override
  public void replace(byte[] bytes) throws IOException {
    PrivateFile.replace(file, bytes);
  }
}
