package io.reeve.core.files;

import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a file has beside its bytes.
///
/// @param mode permission bits with set-uid, set-gid and sticky
/// @param attributes extended attributes by full name, values in base64
public record FileMeta(int mode, int owner, int group, Map<String, String> attributes) {
  public FileMeta {
    attributes = Map.copyOf(attributes);
  }

  public static FileMeta of(Host host, Path path) throws IOException {
    if (!isUnix(path)) {
      return new FileMeta(0, 0, 0, host.attributes().read(path));
    }
    return new FileMeta(
        attribute(path, "unix:mode") & 07777,
        attribute(path, "unix:uid"),
        attribute(path, "unix:gid"),
        host.attributes().read(path));
  }

  /// Whether its file system has mode, owner and group by number.
  static boolean isUnix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  /// A number that every Unix file system gives.
  public static int attribute(Path path, String name) throws IOException {
    if (Files.getAttribute(path, name) instanceof Integer number) {
      return number;
    }
    throw new IOException("no " + name + " of " + path);
  }

  /// Gives another file the same; only what differs is set, so that an ordinary user may keep what
  /// is already so. What the other has beyond that, as an access list that its folder hands down,
  /// is taken away. Only for files in folders that nobody else can change ([HeldFolder]).
  public void applyTo(Host host, Path path) throws IOException {
    var now = of(host, path);
    try {
      if (now.owner != owner) {
        Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
      }
      if (now.group != group) {
        Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
      }
      host.attributes().remove(path, surplus(now));
      // After the owner: changing that clears set-uid. After the access list: taking that away
      // leaves its mask as the group's rights.
      if (of(host, path).mode != mode) {
        Files.setAttribute(path, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
      }
    } catch (FileSystemException e) {
      throw new IOException("cannot keep mode and owner of " + path + ": " + e.getReason(), e);
    }
    var missing = new TreeMap<>(attributes);
    now.attributes.forEach(missing::remove);
    host.attributes().write(path, missing);
  }

  /// A label cannot be taken away: the kernel gives every file one.
  private Set<String> surplus(FileMeta now) {
    var surplus = new TreeSet<>(now.attributes.keySet());
    surplus.removeAll(attributes.keySet());
    surplus.removeIf(name -> name.startsWith("security."));
    return surplus;
  }
}
