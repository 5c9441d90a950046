package io.reeve.platform.linux;

import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.OsException;
import io.reeve.platform.linux.RemovableDisks.Device;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The kernel's flags that refuse writes, and which of them are our doing: those we set are noted
/// in a file before they are, and udev remembers those that it set by our rule. A disk that
/// somebody else has locked, or that locks itself, is never unlocked.
record WriteLocks(Host host, RemovableDisks disks, BlockFlag flag) {
  private static final String NOTES = "/var/lib/reeve/read-only-disks";

  private SystemFile notes() {
    return new SystemFile(host, NOTES);
  }

  private Set<String> noted() throws IOException {
    return new LinkedHashSet<>(notes().text().orElse("").lines().toList());
  }

  /// Locks what is there.
  void lock() throws IOException {
    var present = disks.present();
    var open = present.stream().filter(device -> !device.readOnly()).toList();
    if (open.isEmpty()) {
      return;
    }
    var ours = noted();
    ours.retainAll(present.stream().map(Device::birth).toList());
    open.forEach(device -> ours.add(device.birth()));
    notes().put(String.join("\n", ours) + "\n");
    for (var device : open) {
      set(device, true);
    }
  }

  /// Unlocks what we locked, or had udev lock. The rule is gone by then, and udev is told first: no
  /// event in between may set them again.
  void unlock() throws IOException {
    disks.reloadRules();
    var noted = noted();
    for (var device : disks.present()) {
      if (device.readOnly() && (device.marked() || noted.contains(device.birth()))) {
        set(device, false);
      }
    }
    notes().remove();
  }

  /// What is pulled meanwhile takes its flag with it.
  private void set(Device device, boolean readOnly) throws IOException {
    try {
      flag.set(host.path("/dev/" + device.name()), readOnly);
    } catch (OsException e) {
      if (births().contains(device.birth())) {
        throw e;
      }
    }
  }

  private List<String> births() throws IOException {
    return disks.present().stream().map(Device::birth).toList();
  }
}
