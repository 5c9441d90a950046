package io.reeve.platform.linux;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What `/proc/self/mountinfo` tells.
///
/// @param mounts in the order of the kernel: of several at one point the last is on top
record MountPoints(List<MountPoints.Mount> mounts) {
  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-3][0-7]{2})");

  /// File systems that are not on a disk of this machine.
  private static final Set<String> ELSEWHERE =
      Set.of(
          "overlay",
          "aufs",
          "tmpfs",
          "ramfs",
          "rootfs",
          "squashfs",
          "erofs",
          "nfs",
          "nfs4",
          "cifs",
          "smb3",
          "9p",
          "virtiofs",
          "ceph",
          "autofs",
          "afs");

  /// @param number `MAJOR:MINOR` of its device
  /// @param source the device, data set or other source
  record Mount(String number, String point, String type, String source) {
    boolean isLocal() {
      return !ELSEWHERE.contains(type) && !type.startsWith("fuse");
    }
  }

  static MountPoints parse(String mountinfo) {
    return new MountPoints(mountinfo.lines().flatMap(line -> mount(line).stream()).toList());
  }

  /// A line is `ID PARENT MAJOR:MINOR ROOT POINT OPTIONS [FIELD...] - TYPE SOURCE OPTIONS`.
  private static Optional<Mount> mount(String line) {
    var halves = line.split(" - ", 2);
    var first = halves[0].split(" ");
    if (halves.length < 2 || first.length < 6) {
      return Optional.empty();
    }
    var second = halves[1].split(" ");
    return second.length < 2
        ? Optional.empty()
        : Optional.of(new Mount(first[2], unescaped(first[4]), second[0], unescaped(second[1])));
  }

  /// What is mounted at exactly that point.
  Optional<Mount> at(String point) {
    return mounts.reversed().stream().filter(mount -> mount.point.equals(point)).findFirst();
  }

  /// The file system that holds that file.
  Optional<Mount> holding(String file) {
    Optional<Mount> found = Optional.empty();
    for (var above = Path.of(file); above != null && found.isEmpty(); above = above.getParent()) {
      found = at(above.toString());
    }
    return found;
  }

  /// The kernel writes blanks and backslashes in names as three octal digits.
  static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(found -> {
          int code = Integer.parseInt(found.group(1), 8);
          return code == '\\' || code == '$' ? "\\" + (char) code : Character.toString(code);
        });
  }
}
