package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What is not the machine's own, though it has it open: on disks that can be taken away (a USB
/// port, a reader, the network), and used by nothing but what people do with such disks.
record PluggedIn(Facts facts) {
  private static final List<String> PLACES = List.of("/media/", "/run/media/", "/mnt/");
  private static final String DEVICES = "/sys/class/block/";

  /// By the way that leads to it: a USB bus, a session of iSCSI, NVMe over a network.
  private static final Pattern ELSEWHERE =
      Pattern.compile(".*/(usb\\d+|session\\d+|nvme-fabrics)/.*");

  private static final List<String> NETWORK = List.of("nbd", "rbd", "drbd");

  /// Whether people mount there what they have plugged in.
  static boolean isPeoplesPlace(String point) {
    return PLACES.stream().anyMatch(point::startsWith);
  }

  /// Whether a device is on such disks alone, and the system itself has mounted nothing of it.
  ///
  /// @param device as the kernel names it
  boolean isPeoples(String device) throws IOException {
    if (!canBeTakenAway(device)) {
      return false;
    }
    var mounts = MountPoints.of(facts);
    var layers = new DiskLayers(facts, mounts);
    for (var mount : mounts.mounts()) {
      if (!isPeoplesPlace(mount.point()) && layers.below(mount).contains(device)) {
        return false;
      }
    }
    return true;
  }

  /// Whether every disk that a device lies on can be taken away.
  ///
  /// @param device as the kernel names it
  boolean canBeTakenAway(String device) throws IOException {
    var below = new DiskLayers(facts, MountPoints.of(facts)).below("/dev/" + device);
    boolean any = false;
    for (var each : below) {
      if (isDisk(each)) {
        any = true;
        if (!isLoose(each)) {
          return false;
        }
      }
    }
    return any;
  }

  /// Neither a part of something nor made of something.
  private boolean isDisk(String device) throws IOException {
    return !facts.exists(DEVICES + device + "/partition")
        && facts.names(DEVICES + device + "/slaves").isEmpty()
        && !facts.exists(DEVICES + device + "/loop/backing_file");
  }

  private boolean isLoose(String disk) throws IOException {
    var sys = facts.path(DEVICES + disk);
    return facts.attribute(DEVICES + disk + "/removable").equals(Optional.of("1"))
        || NETWORK.stream().anyMatch(disk::startsWith)
        || (facts.exists(DEVICES + disk) && ELSEWHERE.matcher(sys.toRealPath() + "/").matches());
  }
}
