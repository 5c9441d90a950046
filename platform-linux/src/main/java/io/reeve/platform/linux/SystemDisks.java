package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which disks carry the system itself, also below encryption, volumes or an overlay: those of the
/// folders that only root fills, of what the administrator has mounted at every start, of swap
/// space and of the agent's own state.
record SystemDisks(Host host) {
  private static final Set<String> EXACTLY = Set.of("/", "/home", "/root", "/tmp");

  /// With all that is mounted below them: nobody but root can mount anything there.
  private static final List<String> BELOW =
      List.of("/boot", "/efi", "/usr", "/var", "/etc", "/opt", "/srv", "/nix", "/gnu");

  /// Where disks that people plug in are mounted.
  private static final List<String> PEOPLES = List.of("/media/", "/run/media/", "/mnt/");

  private static final String STATE = "/var/lib/reeve";
  private static final Set<String> NOT_AT_START =
      Set.of("noauto", "user", "users", "owner", "group");
  private static final List<String> ZPOOL =
      List.of("/usr/sbin/zpool", "/sbin/zpool", "/usr/local/sbin/zpool");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Every device that does, named as in `/sys/class/block`.
  ///
  /// @throws IOException when it cannot be told
  Set<String> carrying() throws IOException {
    var facts = new Facts(host.root());
    var mounts = MountPoints.of(facts);
    var layers = new DiskLayers(facts, mounts);
    var carrying = new LinkedHashSet<String>();
    var pools = new LinkedHashSet<String>();
    var always = mountedAtStart(facts);
    for (var mount : mounts.mounts()) {
      if (isSystems(mount.point()) || (always.contains(mount.point()) && !mount.isReadOnly())) {
        carrying.addAll(layers.below(mount));
        if (mount.type().equals("zfs")) {
          pools.add(mount.source().split("/", 2)[0]);
        }
      }
    }
    for (var pool : pools) {
      for (var device : devices(pool)) {
        carrying.addAll(layers.below(device));
      }
    }
    carrying.addAll(layers.holding(STATE));
    for (var swap : swaps(facts)) {
      carrying.addAll(swap.startsWith("/dev/") ? layers.below(swap) : layers.holding(swap));
    }
    if (isLayered(mounts) && layers.holding("/").isEmpty()) {
      carrying.addAll(notPeoples(mounts, layers));
    }
    return carrying;
  }

  private static boolean isSystems(String point) {
    return EXACTLY.contains(point)
        || BELOW.stream().anyMatch(each -> point.equals(each) || point.startsWith(each + "/"));
  }

  /// A system that runs from a medium for reading has a root in layers, and those may lie where the
  /// first file system of the start was, which nobody sees any more: then whatever is not mounted
  /// where people mount may be one.
  private static boolean isLayered(MountPoints mounts) {
    return mounts.at("/").filter(root -> root.type().equals("overlay")).isPresent();
  }

  private static Set<String> notPeoples(MountPoints mounts, DiskLayers layers) throws IOException {
    var found = new LinkedHashSet<String>();
    for (var mount : mounts.mounts()) {
      if (PEOPLES.stream().noneMatch(mount.point()::startsWith)) {
        found.addAll(layers.below(mount));
      }
    }
    return found;
  }

  /// By fstab(5).
  private static Set<String> mountedAtStart(Facts facts) throws IOException {
    if (!facts.exists("/etc/fstab")) {
      return Set.of();
    }
    return facts
        .text("/etc/fstab")
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields.length > 3 && !fields[0].startsWith("#"))
        .filter(fields -> Stream.of(fields[3].split(",")).noneMatch(NOT_AT_START::contains))
        .map(fields -> MountPoints.unescaped(fields[1]))
        .collect(Collectors.toSet());
  }

  private static List<String> swaps(Facts facts) throws IOException {
    if (!facts.exists("/proc/swaps")) {
      return List.of();
    }
    return facts
        .text("/proc/swaps")
        .lines()
        .filter(line -> line.startsWith("/"))
        .map(line -> MountPoints.unescaped(line.split("\\s")[0]))
        .toList();
  }

  private List<String> devices(String pool) throws IOException {
    var program =
        ZPOOL.stream()
            .filter(new Facts(host.root())::exists)
            .findFirst()
            .orElseThrow(() -> new IOException("zpool is not installed, so it cannot be asked"));
    var said =
        host.commands().run(List.of(program, "list", "-H", "-v", "-P", "-L", pool), PATIENCE);
    if (!said.ok()) {
      throw new IOException("zpool list " + pool + ": " + said.err().strip());
    }
    return said.out()
        .lines()
        .map(line -> line.strip().split("\\s")[0])
        .filter(word -> word.startsWith("/dev/"))
        .toList();
  }
}
