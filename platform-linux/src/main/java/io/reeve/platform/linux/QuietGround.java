package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Ground outside of LUKS that nothing uses now: what fstab(5) would mount (with `noauto`, when
/// somebody looks, or before somebody unmounted it), and every other device that stays in the
/// machine and holds a file system or swap space.
///
/// @param seen devices that are told already, or need not be, as the kernel names them
record QuietGround(Facts facts, EncryptedDisks disks, Set<String> seen) {
  private static final String FSTAB = "/etc/fstab";
  private static final String DEVICES = "/sys/class/block/";
  private static final List<String> NO_DISKS = List.of("loop", "ram", "zram", "sr", "fd");

  /// Each as `/home (/dev/sda3)` or `ext4 (/dev/sda3)`.
  ///
  /// @throws IOException when it cannot be told
  List<String> all() throws IOException {
    var told = new LinkedHashSet<>(seen);
    var open = new LinkedHashSet<String>();
    if (facts.exists(FSTAB)) {
      for (var line : facts.text(FSTAB).lines().map(String::strip).toList()) {
        listed(line, told, open);
      }
    }
    for (var device : facts.names(DEVICES)) {
      if (!told.contains(device) && mayHold(device)) {
        var kind = Signature.of(facts.path("/dev/" + device.replace('!', '/')));
        if (kind.isPresent() && !disks.holdsDevice("/dev/" + device)) {
          open.add(kind.get() + " (/dev/" + device + ")");
        }
      }
    }
    return List.copyOf(open);
  }

  /// A line of fstab is `SOURCE POINT TYPE OPTIONS...`.
  private void listed(String line, Set<String> told, Set<String> open) throws IOException {
    var fields = line.split("\\s+");
    if (line.startsWith("#") || fields.length < 3) {
      return;
    }
    var source = Crypttab.path(MountPoints.unescaped(fields[0]));
    var point = MountPoints.unescaped(fields[1]);
    if (!source.startsWith("/dev/") || !facts.exists(source)) {
      return;
    }
    var device = String.valueOf(facts.path(source).toRealPath().getFileName());
    boolean counts =
        mayHold(device)
            && !source.startsWith("/dev/loop")
            && !OpenGround.ONLY_READ.contains(fields[2])
            && !OpenGround.isBoot(point)
            && !PluggedIn.isPeoplesPlace(point);
    if (OpenGround.isBoot(point)) {
      told.add(device);
    } else if (counts && !told.contains(device) && !disks.holdsDevice(source)) {
      told.add(device);
      open.add((point.startsWith("/") ? point : fields[2]) + " (" + source + ")");
    }
  }

  /// Nothing is made of it, it can be written, and it stays in the machine.
  private boolean mayHold(String device) throws IOException {
    var sys = DEVICES + device;
    return NO_DISKS.stream().noneMatch(name -> device.matches(name + "\\d+"))
        && Files.exists(facts.path("/dev/" + device.replace('!', '/')))
        && !facts.attribute(sys + "/ro").equals(Optional.of("1"))
        && !facts.attribute(sys + "/size").equals(Optional.of("0"))
        && facts.names(sys + "/holders").isEmpty()
        && !new PluggedIn(facts).canBeTakenAway(device);
  }
}
