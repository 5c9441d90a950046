package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.platform.linux.MountPoints.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What file systems lie on, layer by layer down to the disks: encryption, volumes, loops,
/// overlays. Devices are told by the kernel's numbers, because the names of mounts need not exist
/// (`/dev/root`), and are named as in `/sys/class/block`. What lies on a pool of ZFS is not known
/// to the kernel.
record DiskLayers(Facts facts, MountPoints mounts) {

  /// Every device below a file system.
  Set<String> below(Mount mount) throws IOException {
    var found = new LinkedHashSet<String>();
    mount(mount, found, new LinkedHashSet<>());
    return found;
  }

  /// A device, named as in `/dev`, and every one below it.
  Set<String> below(String device) throws IOException {
    var found = new LinkedHashSet<String>();
    device(kernelName(device), found, new LinkedHashSet<>());
    return found;
  }

  /// Every device below what holds that file.
  Set<String> holding(String file) throws IOException {
    var found = new LinkedHashSet<String>();
    holding(file, found, new LinkedHashSet<>());
    return found;
  }

  private void holding(String file, Set<String> found, Set<Mount> visited) throws IOException {
    var holding = file.startsWith("/") ? mounts.holding(file) : Optional.<Mount>empty();
    if (holding.isPresent()) {
      mount(holding.get(), found, visited);
    }
  }

  private void mount(Mount mount, Set<String> found, Set<Mount> visited) throws IOException {
    if (!visited.add(mount)) {
      return;
    }
    if (mount.type().equals("overlay")) {
      for (var option : List.of("lowerdir", "upperdir")) {
        for (var folder : mount.option(option).orElse("").split(":")) {
          holding(folder, found, visited);
        }
      }
      return;
    }
    for (var device : direct(mount)) {
      device(device, found, visited);
    }
  }

  private List<String> direct(Mount mount) throws IOException {
    var numbered = facts.path("/sys/dev/block/" + mount.number());
    if (Files.exists(numbered)) {
      return List.of(name(numbered.toRealPath()));
    }
    return mount.type().equals("btrfs") ? together(kernelName(mount.source())) : List.of();
  }

  /// A btrfs has a number of its own and may lie on several devices.
  private List<String> together(String device) throws IOException {
    for (var system : facts.names("/sys/fs/btrfs")) {
      var devices = facts.names("/sys/fs/btrfs/" + system + "/devices");
      if (devices.contains(device)) {
        return devices;
      }
    }
    return List.of(device);
  }

  private void device(String device, Set<String> found, Set<Mount> visited) throws IOException {
    if (!found.add(device)) {
      return;
    }
    var sys = "/sys/class/block/" + device;
    for (var slave : facts.names(sys + "/slaves")) {
      device(slave, found, visited);
    }
    if (facts.exists(sys + "/partition")) {
      var disk = facts.path(sys).toRealPath().getParent();
      device(disk == null ? device : name(disk), found, visited);
    }
    var file = facts.attribute(sys + "/loop/backing_file");
    if (file.isPresent()) {
      holding(file.get(), found, visited);
    }
  }

  /// `/dev/mapper/root` is a link to `/dev/dm-0`; the kernel knows only that.
  private String kernelName(String device) throws IOException {
    var path = facts.path(device);
    return Files.exists(path) ? name(path.toRealPath()) : name(path);
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
