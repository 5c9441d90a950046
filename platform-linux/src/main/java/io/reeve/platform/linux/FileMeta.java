package io.reeve.platform.linux;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a file has beside its bytes.
///
/// @param mode permission bits with set-uid, set-gid and sticky
/// @param attributes extended attributes by full name, values in base64
record FileMeta(int mode, int owner, int group, Map<String, String> attributes) {
  FileMeta {
    attributes = Map.copyOf(attributes);
  }

  static FileMeta of(Path path) throws IOException {
    return new FileMeta(
        attribute(path, "unix:mode") & 07777,
        attribute(path, "unix:uid"),
        attribute(path, "unix:gid"),
        Xattrs.read(path));
  }

  /// A number that every Unix file system gives.
  static int attribute(Path path, String name) throws IOException {
    if (Files.getAttribute(path, name) instanceof Integer number) {
      return number;
    }
    throw new IOException("no " + name + " of " + path);
  }

  /// Gives another file the same; only what differs is set, so that an ordinary user may keep what
  /// is already so. What the other has beyond that, as an access list that its folder hands down,
  /// is taken away.
  void applyTo(Path path) throws IOException {
    var now = of(path);
    try {
      if (now.owner != owner) {
        Files.setAttribute(path, "unix:uid", owner);
      }
      if (now.group != group) {
        Files.setAttribute(path, "unix:gid", group);
      }
      Xattrs.remove(path, surplus(now));
      // After the owner: changing that clears set-uid. After the access list: taking that away
      // leaves its mask as the group's rights.
      if (of(path).mode != mode) {
        Files.setAttribute(path, "unix:mode", mode);
      }
    } catch (FileSystemException e) {
      throw new IOException("cannot keep mode and owner of " + path + ": " + e.getReason(), e);
    }
    var missing = new TreeMap<>(attributes);
    now.attributes.forEach(missing::remove);
    Xattrs.write(path, missing);
  }

  /// A label cannot be taken away: the kernel gives every file one.
  private Set<String> surplus(FileMeta now) {
    var surplus = new TreeSet<>(now.attributes.keySet());
    surplus.removeAll(attributes.keySet());
    surplus.removeIf(name -> name.startsWith("security."));
    return surplus;
  }
}
