package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Looks below file systems and devices for a layer of LUKS or ZFS encryption, through LVM, RAID
/// and whatever else the kernel stacks, in either order. Where a layer lies on several devices,
/// every one of them has to be encrypted. Plain dm-crypt does not count: it has no header that
/// tells of it. Nor does a drive that encrypts by itself, because the system cannot see that it
/// does.
record EncryptedDisks(Facts facts, Commands commands) {
  private static final int DEEPEST = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final List<String> ZFS =
      List.of("/usr/sbin/zfs", "/sbin/zfs", "/usr/local/sbin/zfs");

  /// Whether everything in that file system is encrypted.
  boolean holds(MountPoints.Mount mount) throws IOException {
    return switch (mount.type()) {
      case "zfs" -> zfs(mount.source());
      case "btrfs" -> btrfs(mount);
      default -> numbered(mount.number(), mount.source());
    };
  }

  /// Whether that device, named as in `/dev`, is encrypted.
  boolean holdsDevice(String device) throws IOException {
    return encrypted(facts.path("/sys/class/block/" + kernelName(device)), device, 0);
  }

  private boolean numbered(String number, String source) throws IOException {
    var device = facts.path("/sys/dev/block/" + number);
    return Files.isDirectory(device) ? encrypted(device, source, 0) : holdsDevice(source);
  }

  private boolean encrypted(Path device, String name, int depth) throws IOException {
    if (!Files.isDirectory(device) || depth > DEEPEST) {
      throw new IOException("the kernel does not tell what " + name + " lies on");
    }
    var kind = text(device.resolve("dm/uuid")).orElse("");
    if (kind.startsWith("CRYPT-LUKS1-") || kind.startsWith("CRYPT-LUKS2-")) {
      return true;
    }
    var below = children(device.resolve("slaves"));
    for (var each : below) {
      if (!encrypted(each, name, depth + 1)) {
        return false;
      }
    }
    return !below.isEmpty();
  }

  /// A btrfs has a device number of its own and may lie on several devices.
  private boolean btrfs(MountPoints.Mount mount) throws IOException {
    var name = kernelName(mount.source());
    for (var system : children(facts.path("/sys/fs/btrfs"))) {
      var devices = children(system.resolve("devices"));
      if (devices.stream().anyMatch(device -> device.endsWith(name))) {
        for (var device : devices) {
          if (!encrypted(device, mount.source(), 0)) {
            return false;
          }
        }
        return true;
      }
    }
    return holdsDevice(mount.source());
  }

  private boolean zfs(String dataset) throws IOException {
    var program =
        ZFS.stream()
            .filter(facts::exists)
            .findFirst()
            .orElseThrow(() -> new IOException("zfs is not installed, so it cannot be asked"));
    var said =
        commands.run(
            List.of(program, "get", "-H", "-p", "-o", "value", "encryption", dataset), PATIENCE);
    if (!said.ok()) {
      throw new IOException("zfs get encryption " + dataset + ": " + said.err().strip());
    }
    var answer = said.out().strip();
    return !answer.equals("off") && !answer.equals("-");
  }

  /// `/dev/mapper/root` is a link to `/dev/dm-0`; the kernel knows only that.
  private String kernelName(String device) throws IOException {
    if (!device.startsWith("/dev/")) {
      throw new IOException("'" + device + "' is not a device");
    }
    var path = facts.path(device);
    var real = Files.exists(path) ? path.toRealPath() : path;
    return String.valueOf(real.getFileName()).replace('/', '!');
  }

  private static List<Path> children(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static Optional<String> text(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
  }
}
