package io.reeve.platform.macos;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Disks that come, mounted by us for reading only. While that is under way every mount of the disk
/// is approved, for nobody tells whose it is: somebody who tries all the time may get it for
/// writing. So it is looked at afterwards; what is mounted for writing is unmounted at once, and
/// that disk is not mounted again until it is taken out.
final class ReadOnlyMounts {
  private static final Logger LOG = LoggerFactory.getLogger(ReadOnlyMounts.class);
  private final Disks disks;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final Set<String> mounted = ConcurrentHashMap.newKeySet();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  ReadOnlyMounts(Disks disks) {
    this.disks = disks;
  }

  /// Whether a mount of it may be ours.
  boolean isUnderWay(String device) {
    return underWay.contains(device);
  }

  /// Mounts it for reading.
  void admit(String device) {
    if (refused.contains(device)) {
      return;
    }
    underWay.add(device);
    try {
      disks.mount(device, false);
    } catch (IOException e) {
      LOG.warn("{} is not mounted for reading: {}", device, e.getMessage());
    } finally {
      underWay.remove(device);
    }
    try {
      look(device);
    } catch (IOException e) {
      LOG.error("nobody can tell how {} is mounted: {}", device, e.getMessage());
    }
  }

  private void look(String device) throws IOException {
    for (var volume : disks.mounted()) {
      if (volume.device().equals(device) && volume.writable()) {
        refused.add(device);
        LOG.warn("{} was mounted for writing by somebody else; it stays unmounted", device);
        disks.unmount(volume);
      } else if (volume.device().equals(device)) {
        mounted.add(device);
      }
    }
  }

  /// It was taken out.
  void forget(String device) {
    mounted.remove(device);
    refused.remove(device);
  }

  /// What is there that we mounted.
  Set<String> mounted() {
    return Set.copyOf(mounted);
  }
}
