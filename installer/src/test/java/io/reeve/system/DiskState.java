package io.reeve.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is on a machine's disk: type, mode, owner, content and attributes of every file and folder
/// that was ever touched. What nobody would call configuration (logs, caches, our own state) is
/// left out.
///
/// @param image the disk below, for what had not been touched
/// @param entries the state of every path that differs from the image, or once did
/// @param times when each was last written, to tell whether anything was
record DiskState(Path image, Map<String, String> entries, Map<String, String> times) {
  private static final String ABSENT = "absent";

  /// Whose content changes by itself: logs, caches, spools, the state of system services, what the
  /// agent and the lab keep, and the backups that passwd's tools make of what they change.
  private static final List<String> VOLATILE =
      List.of(
          "/var/lib/reeve",
          "/var/lib/reeve-lab",
          "/var/log",
          "/var/cache",
          "/var/tmp",
          "/var/lib/systemd",
          "/var/lib/private",
          "/var/lib/apt",
          "/var/lib/dpkg/lock",
          "/var/lib/dpkg/status-old",
          "/var/lib/dpkg/lock-frontend",
          "/var/lib/dpkg/triggers/Lock",
          "/var/spool",
          "/var/backups",
          "/tmp",
          "/run",
          "/dev",
          "/root",
          "/home",
          "/etc/machine-id",
          "/etc/ld.so.cache",
          "/etc/.pwd.lock",
          "/etc/passwd-",
          "/etc/group-",
          "/etc/shadow-",
          "/etc/gshadow-");

  static DiskState of(BootedMachine machine, MachineImage image) {
    var entries = new TreeMap<String, String>();
    var times = new TreeMap<String, String>();
    try {
      Files.walkFileTree(machine.changes(), new Visitor(machine.changes(), entries, times));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new DiskState(image.root(), entries, times);
  }

  /// Walks the upper folder of the overlay, which holds what differs.
  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final Path top;
    private final Map<String, String> entries;
    private final Map<String, String> times;

    Visitor(Path top, Map<String, String> entries, Map<String, String> times) {
      this.top = top;
      this.entries = entries;
      this.times = times;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      var name = name(folder);
      if (VOLATILE.contains(name)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      add(name, folder);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (!VOLATILE.contains(name(file))) {
        add(name(file), file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
      return FileVisitResult.CONTINUE; // removed between listing and looking
    }

    private String name(Path path) {
      return "/" + top.relativize(path);
    }

    private void add(String name, Path path) throws IOException {
      entries.put(name, state(path));
      try {
        var seen = Files.readAttributes(path, "unix:ino,ctime", LinkOption.NOFOLLOW_LINKS);
        times.put(name, seen.toString());
      } catch (NoSuchFileException _) {
        entries.put(name, ABSENT); // removed between two looks
      }
    }
  }

  private static String state(Path path) throws IOException {
    try {
      var seen = Files.readAttributes(path, "unix:mode,uid,gid,rdev", LinkOption.NOFOLLOW_LINKS);
      int mode = Objects.requireNonNull((Integer) seen.get("mode"));
      if ((mode & 0170000) == 0020000 && Long.valueOf(0).equals(seen.get("rdev"))) {
        return ABSENT; // what overlayfs puts in place of a file that was deleted
      }
      var owner = "%06o %s:%s ".formatted(mode, seen.get("uid"), seen.get("gid"));
      return owner + attributes(path, mode) + content(path, mode);
    } catch (NoSuchFileException gone) {
      return ABSENT;
    }
  }

  private static String attributes(Path path, int mode) throws IOException {
    if ((mode & 0170000) == 0120000) {
      return "";
    }
    var view =
        Files.getFileAttributeView(
            path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    var found = new StringBuilder();
    for (var name : new TreeSet<>(view.list())) {
      var value = ByteBuffer.allocate(view.size(name));
      view.read(name, value);
      found.append(name).append('=').append(HexFormat.of().formatHex(value.array())).append(' ');
    }
    return found.toString();
  }

  private static String content(Path path, int mode) throws IOException {
    return switch (mode & 0170000) {
      case 0100000 -> digest(Files.readAllBytes(path));
      case 0120000 -> "-> " + Files.readSymbolicLink(path);
      default -> "";
    };
  }

  private static String digest(byte[] bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return bytes.length + " bytes " + HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What is different in that later state of the same machine, a line for each path.
  List<String> differences(DiskState later) {
    var names = new TreeSet<>(entries.keySet());
    names.addAll(later.entries.keySet());
    var lines = new ArrayList<String>();
    for (var name : names) {
      var before = at(name);
      var after = later.at(name);
      if (!before.equals(after)) {
        lines.add(name + ": " + before + " => " + after);
      }
    }
    return lines;
  }

  /// The paths written since, in that later state, even if they hold the same.
  List<String> written(DiskState later) {
    return later.times.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(times.get(entry.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }

  private String at(String name) {
    var known = entries.get(name);
    try {
      return known != null ? known : state(image.resolve(name.substring(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
