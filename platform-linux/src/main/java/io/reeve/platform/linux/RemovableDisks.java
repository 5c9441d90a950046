package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The disks that people plug in, as they are now: what is on a USB bus, whatever it says of itself
/// (a disk in a USB case calls itself ATA), and cards in readers on other buses.
///
/// @param host whose `/sys`, `/proc` and `/run` are read
record RemovableDisks(Host host) {
  static final String UDEVADM = "/usr/bin/udevadm";
  private static final Pattern ON_USB = Pattern.compile(".*/usb\\d+/.*");
  private static final Set<String> OF_THE_SYSTEM =
      Set.of("/", "/boot", "/boot/efi", "/efi", "/usr", "/var", "/etc", "/home", "/nix");

  /// A disk or a partition.
  ///
  /// @param name as in `/dev`
  /// @param readOnly whether the kernel refuses writes
  record Device(String name, boolean readOnly) {}

  /// A file system on one of them.
  record Mount(String device, String folder, boolean readOnly) {}

  /// Every one that holds a medium, disks before their partitions.
  List<Device> present() throws IOException {
    var present = new ArrayList<Device>();
    for (var disk : names(host.path("/sys/block"))) {
      var sys = host.path("/sys/block/" + disk);
      if (!isHere(disk) || !isRemovable(disk, sys) || text(sys.resolve("size")).equals("0")) {
        continue;
      }
      present.add(device(disk, sys));
      for (var part : names(sys)) {
        if (Files.exists(sys.resolve(part).resolve("partition"))) {
          present.add(device(part, sys.resolve(part)));
        }
      }
    }
    return present;
  }

  /// A container sees the disks of its host, and has none of them.
  private boolean isHere(String disk) {
    return host.isScratch() || Files.exists(host.path("/dev/" + disk));
  }

  private static Device device(String name, Path sys) throws IOException {
    return new Device(name, text(sys.resolve("ro")).equals("1"));
  }

  private boolean isRemovable(String disk, Path sys) throws IOException {
    if (ON_USB.matcher(sys.toRealPath().toString()).matches() || disk.startsWith("mspblk")) {
      return true;
    }
    if (disk.startsWith("mmcblk")) {
      return text(sys.resolve("device/type")).equals("SD");
    }
    var udev = host.path("/run/udev/data/b" + text(sys.resolve("dev")));
    return text(udev).contains("E:ID_DRIVE_FLASH");
  }

  private static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }

  private static String text(Path file) throws IOException {
    return Files.isReadable(file) && Files.isRegularFile(file)
        ? Files.readString(file).strip()
        : "";
  }

  /// Has udev read its rules again. Where it does not run, as in a container, nothing comes and
  /// goes either.
  void reloadRules() throws IOException {
    udevadm(List.of("control", "--reload"));
  }

  /// Talks to udev, if it runs.
  void udevadm(List<String> words) throws IOException {
    if (Files.exists(host.path("/run/udev/control"))) {
      var arguments = new ArrayList<>(List.of(UDEVADM));
      arguments.addAll(words);
      Reload.run(host, arguments);
    }
  }

  /// The file systems on them.
  List<Mount> mounts() throws IOException {
    var devices = present().stream().map(Device::name).toList();
    return allMounts().stream().filter(mount -> devices.contains(mount.device())).toList();
  }

  private List<Mount> allMounts() throws IOException {
    var mounts = new ArrayList<Mount>();
    var file = host.path("/proc/mounts");
    if (!Files.isReadable(file)) {
      return mounts;
    }
    // Whoever mounts may give the folder any bytes as a name.
    var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    for (var line : text.split("\n")) {
      var words = line.split(" ");
      if (words.length > 3 && words[0].startsWith("/dev/")) {
        var readOnly = List.of(words[3].split(",")).contains("ro");
        mounts.add(new Mount(device(words[0]), plain(words[1]), readOnly));
      }
    }
    return mounts;
  }

  /// The kernel writes spaces and the like as octal numbers.
  private static String plain(String escaped) {
    return Pattern.compile("\\\\(\\d{3})")
        .matcher(escaped)
        .replaceAll(
            m -> String.valueOf((char) Integer.parseInt(m.group(1), 8)).replace("\\", "\\\\"));
  }

  private String device(String path) throws IOException {
    var node = host.path(path);
    var real = Files.exists(node) ? node.toRealPath() : node;
    return String.valueOf(real.getFileName());
  }

  /// Those that carry the system itself, also below encryption or volumes: this machine would not
  /// outlive being refused to write to them.
  Set<String> carryingTheSystem() throws IOException {
    var carrying = new LinkedHashSet<String>();
    for (var mount : allMounts()) {
      if (OF_THE_SYSTEM.contains(mount.folder())) {
        below(mount.device(), carrying);
      }
    }
    var swaps = host.path("/proc/swaps");
    for (var line : Files.isReadable(swaps) ? Files.readAllLines(swaps) : List.<String>of()) {
      if (line.startsWith("/dev/")) {
        below(device(line.split("\\s")[0]), carrying);
      }
    }
    carrying.retainAll(present().stream().map(Device::name).toList());
    return carrying;
  }

  private void below(String device, Set<String> into) throws IOException {
    if (into.add(device)) {
      for (var slave : names(host.path("/sys/class/block/" + device + "/slaves"))) {
        below(slave, into);
      }
    }
  }
}
