package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What of this machine's own disks could still be read when all its LUKS keys are gone: file
/// systems and swap space outside of LUKS.
///
/// Not asked for are the boot partitions, which every encrypted system has in the open and which
/// hold nothing of anybody, media that only can be read, swap in memory, swap whose key is made up
/// anew at every start, and what people have plugged in: on a disk that can be taken away, and not
/// mounted but below `/media`, `/run/media`, `/mnt`.
record OpenGround(Facts facts, Commands commands, Crypttab crypttab) {
  private static final List<String> BOOT = List.of("/boot", "/efi");
  static final Set<String> ONLY_READ = Set.of("squashfs", "erofs", "iso9660", "udf");

  /// Each as `/home (/dev/sda3)`: what is mounted, what fstab(5) would mount, and what else lies on
  /// disks that stay in the machine.
  ///
  /// @throws IOException when it cannot be told
  List<String> all() throws IOException {
    var disks = new EncryptedDisks(facts, commands);
    var seen = new LinkedHashSet<String>();
    var open = new LinkedHashSet<String>();
    for (var mount : MountPoints.of(facts).mounts()) {
      boolean zfs = mount.type().equals("zfs");
      if (isBoot(mount.point())) {
        seen.add(kernelName(mount.source()));
      } else if (isOurs(mount) && (zfs || !disks.holds(mount))) {
        seen.add(kernelName(mount.source()));
        open.add(mount.point() + " (" + mount.source() + (zfs ? ", ZFS)" : ")"));
      }
    }
    for (var swap : swaps()) {
      if (!disks.holdsDevice(swap) && !isForgotten(swap)) {
        open.add("swap (" + swap + ")");
      }
      seen.add(kernelName(swap));
    }
    open.addAll(new QuietGround(facts, disks, seen).all());
    return List.copyOf(open);
  }

  private String kernelName(String device) throws IOException {
    var path = facts.path(device.startsWith("/") ? device : "/" + device);
    return String.valueOf((Files.exists(path) ? path.toRealPath() : path).getFileName());
  }

  private boolean isOurs(MountPoints.Mount mount) {
    boolean onDisk = mount.source().startsWith("/dev/") || mount.type().equals("zfs");
    // What lies in a file lies on the file system that has the file.
    boolean inFile = mount.source().startsWith("/dev/loop");
    return onDisk
        && !inFile
        && (mount.isLocal() || mount.type().equals("fuseblk"))
        && !(mount.isReadOnly() && isDiskReadOnly(mount))
        && !ONLY_READ.contains(mount.type())
        && !PluggedIn.isPeoplesPlace(mount.point());
  }

  /// Every encrypted system has it in the open, and it holds nothing of anybody.
  static boolean isBoot(String point) {
    return BOOT.stream().anyMatch(boot -> point.equals(boot) || point.startsWith(boot + "/"));
  }

  /// A file system that is only mounted for reading can be written when it is mounted otherwise.
  private boolean isDiskReadOnly(MountPoints.Mount mount) {
    return facts.attribute("/sys/dev/block/" + mount.number() + "/ro").equals(Optional.of("1"));
  }

  private List<String> swaps() throws IOException {
    if (!facts.exists("/proc/swaps")) {
      return List.of();
    }
    return facts
        .text("/proc/swaps")
        .lines()
        .skip(1)
        .map(line -> line.split("\\s+"))
        .filter(fields -> fields.length > 1 && fields[1].equals("partition"))
        .map(fields -> MountPoints.unescaped(fields[0]))
        .filter(name -> !name.startsWith("/dev/zram"))
        .toList();
  }

  /// The kernel's name for it is `dm-3`; crypttab has the other.
  private boolean isForgotten(String swap) throws IOException {
    var path = facts.path(swap);
    var device = Files.exists(path) ? path.toRealPath() : path;
    var sys = "/sys/class/block/" + device.getFileName() + "/dm/";
    return facts.attribute(sys + "uuid").orElse("").startsWith("CRYPT-PLAIN")
        && facts
            .attribute(sys + "name")
            .flatMap(crypttab::named)
            .filter(Crypttab.Line::isForgotten)
            .isPresent();
  }
}
