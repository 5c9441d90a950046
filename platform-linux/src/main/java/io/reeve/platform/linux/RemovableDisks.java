package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The disks that people plug in, as they are now: what is on a USB bus, whatever it says of itself
/// (a disk in a USB case calls itself ATA), and cards in readers on other buses.
///
/// @param host whose `/sys`, `/proc` and `/run` are read
record RemovableDisks(Host host) {
  static final String UDEVADM = "/usr/bin/udevadm";

  /// What our rule has udev remember of a disk whose flag it set.
  static final String MARK = "REEVE_READ_ONLY";

  private static final Pattern ON_USB = Pattern.compile(".*/usb\\d+/.*");

  /// A disk, a partition, or what somebody has made of them (an opened LUKS, a volume).
  ///
  /// @param name as in `/dev`
  /// @param birth what no other device has had since the machine started
  /// @param readOnly whether the kernel refuses writes
  /// @param marked whether our rule had udev set that
  record Device(String name, String birth, boolean readOnly, boolean marked) {}

  /// A file system on one of them.
  record Mount(String folder, boolean readOnly) {}

  /// Every one that holds a medium, disks before their partitions.
  List<Device> present() throws IOException {
    var found = new LinkedHashMap<String, Path>();
    for (var disk : names(host.path("/sys/block"))) {
      var sys = host.path("/sys/block/" + disk);
      if (!isHere(disk) || !isRemovable(disk, sys) || text(sys.resolve("size")).equals("0")) {
        continue;
      }
      found.put(disk, sys);
      for (var part : names(sys)) {
        if (Files.exists(sys.resolve(part).resolve("partition"))) {
          found.put(part, sys.resolve(part));
        }
      }
    }
    for (var device : List.copyOf(found.values())) {
      onTop(device, found);
    }
    var present = new ArrayList<Device>();
    for (var each : found.entrySet()) {
      present.add(device(each.getKey(), each.getValue()));
    }
    return present;
  }

  /// What lies on it has a flag of its own.
  private void onTop(Path sys, Map<String, Path> found) throws IOException {
    for (var holder : names(sys.resolve("holders"))) {
      var above = host.path("/sys/class/block/" + holder);
      if (Files.exists(above) && found.putIfAbsent(holder, above) == null) {
        onTop(above, found);
      }
    }
  }

  /// A container sees the disks of its host, and has none of them.
  private boolean isHere(String disk) {
    return host.isScratch() || Files.exists(host.path("/dev/" + disk));
  }

  /// The kernel counts disks (`diskseq`, since 5.15) and the folders of its devices.
  private Device device(String name, Path sys) throws IOException {
    var birth =
        String.join(
            "/",
            Boot.id(host).orElse(""),
            text(sys.resolve("diskseq")) + text(sys.resolve("../diskseq")),
            String.valueOf(Files.getAttribute(sys.toRealPath(), "unix:ino")));
    return new Device(
        name, birth, text(sys.resolve("ro")).equals("1"), remembers(sys, MARK + "=1"));
  }

  private boolean isRemovable(String disk, Path sys) throws IOException {
    if (ON_USB.matcher(sys.toRealPath().toString()).matches() || disk.startsWith("mspblk")) {
      return true;
    }
    if (disk.startsWith("mmcblk")) {
      return text(sys.resolve("device/type")).equals("SD");
    }
    return remembers(sys, "ID_DRIVE_FLASH");
  }

  /// Whether udev knows something that begins so about the device.
  private boolean remembers(Path sys, String property) throws IOException {
    return text(host.path("/run/udev/data/b" + text(sys.resolve("dev"))))
        .lines()
        .anyMatch(line -> line.startsWith("E:" + property));
  }

  private static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var entries = Files.list(folder)) {
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
    var names = present().stream().map(Device::name).collect(Collectors.toSet());
    if (names.isEmpty()) {
      return List.of();
    }
    var facts = new Facts(host.root());
    var points = MountPoints.of(facts);
    var layers = new DiskLayers(facts, points);
    var mounts = new ArrayList<Mount>();
    for (var mount : points.mounts()) {
      if (layers.below(mount).stream().anyMatch(names::contains)) {
        mounts.add(new Mount(mount.point(), mount.isReadOnly()));
      }
    }
    return mounts;
  }

  /// Those that carry the system itself: this machine would not outlive being refused to write to
  /// them.
  Set<String> carryingTheSystem() throws IOException {
    var names = present().stream().map(Device::name).collect(Collectors.toSet());
    if (names.isEmpty()) {
      return Set.of();
    }
    var carrying = new LinkedHashSet<>(new SystemDisks(host).carrying());
    carrying.retainAll(names);
    return carrying;
  }
}
