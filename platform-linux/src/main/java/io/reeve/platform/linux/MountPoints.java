package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
  /// @param options of the mount and of the file system
  record Mount(String number, String point, String type, String source, List<String> options) {
    Mount {
      options = List.copyOf(options);
    }

    boolean isLocal() {
      return !ELSEWHERE.contains(type) && !type.startsWith("fuse");
    }

    boolean isReadOnly() {
      return options.contains("ro");
    }

    /// The value of an option such as `upperdir=`.
    Optional<String> option(String key) {
      return options.stream()
          .filter(option -> option.startsWith(key + "="))
          .map(option -> option.substring(key.length() + 1))
          .findFirst();
    }
  }

  /// Those that this process sees.
  static MountPoints of(Facts facts) throws IOException {
    var file = "/proc/self/mountinfo";
    return parse(facts.exists(file) ? facts.text(file) : "");
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
    if (second.length < 2) {
      return Optional.empty();
    }
    var options = new ArrayList<>(List.of(first[5].split(",")));
    if (second.length > 2) {
      Stream.of(second[2].split(",")).map(MountPoints::unescaped).forEach(options::add);
    }
    return Optional.of(
        new Mount(first[2], unescaped(first[4]), second[0], unescaped(second[1]), options));
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
