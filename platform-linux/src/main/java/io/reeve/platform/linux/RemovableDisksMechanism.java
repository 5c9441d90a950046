package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// Whether disks that people plug in can be written to: `denied`, or absent for as they come.
///
/// It has no parameters. A udev rule has the kernel refuse writes to what is plugged in from now
/// on; what is there already is set by ourselves. Where the system itself runs from such a disk it
/// is not applicable.
final class RemovableDisksMechanism implements Mechanism {
  private final Host host;
  private final BlockFlag flag;

  RemovableDisksMechanism(Host host) {
    this(host, BlockFlag.kernel());
  }

  RemovableDisksMechanism(Host host, BlockFlag flag) {
    this.host = host;
    this.flag = flag;
  }

  @Override
  public String name() {
    return "removable-disks";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    if (!address.parameters().isEmpty()) {
      throw new IllegalArgumentException("removable-disks takes no parameters: " + address);
    }
    var disks = new RemovableDisks(host);
    if (!host.isScratch() && !Files.exists(host.path(RemovableDisks.UDEVADM))) {
      throw new NotApplicableException("udev is not installed");
    }
    try {
      var own = disks.carryingTheSystem();
      if (!own.isEmpty()) {
        throw new NotApplicableException(
            "the system itself runs from a removable disk: " + String.join(", ", own));
      }
    } catch (NotApplicableException e) {
      throw e;
    } catch (IOException e) {
      throw new NotApplicableException(
          "which disks carry the system cannot be told: " + e.getMessage());
    }
    return new RemovableDisksPlace(host, disks, new WriteLocks(host, disks, flag));
  }

  /// Mounts come and go all the time; told is only of those on such disks.
  @Override
  public Watch watch(Listener listener) throws IOException {
    if (host.isScratch()) {
      return () -> {};
    }
    var disks = new RemovableDisks(host);
    var last = new AtomicReference<>(disks.mounts());
    return KernelFileWatch.start(
        KernelFileWatch.MOUNTS,
        () -> {
          if (isOther(disks, last)) {
            listener.changed("");
          }
        });
  }

  /// What cannot be told may be another.
  private static boolean isOther(
      RemovableDisks disks, AtomicReference<List<RemovableDisks.Mount>> last) {
    try {
      var now = disks.mounts();
      return !now.equals(last.getAndSet(now));
    } catch (IOException e) {
      return true;
    }
  }

  /// udev looks at the disks that are there once more, so that a desktop learns of it.
  @Override
  public void settle(List<Address> written) throws IOException {
    var disks = new RemovableDisks(host);
    disks.reloadRules();
    var trigger = new ArrayList<>(List.of("trigger", "--action=change"));
    int words = trigger.size();
    for (var device : disks.present()) {
      trigger.add("/sys/class/block/" + device.name());
    }
    if (trigger.size() > words) {
      disks.udevadm(trigger);
      disks.udevadm(List.of("settle", "--timeout=10"));
    }
  }
}
