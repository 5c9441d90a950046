package io.reeve.platform.linux;

import io.reeve.core.files.Checks;
import io.reeve.core.files.Facts;
import io.reeve.core.files.ReadOnlyPoint;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Whether what the machine keeps is encrypted: the file systems of `/` and `/home` and all swap
/// space. Only read. The parameter `what` is `compliance` (a truth value) or `status` (0, or the
/// bits that BitLocker's node has for a system drive and for another drive without protection).
final class EncryptionMechanism implements Mechanism {
  private static final Pattern WHAT = Pattern.compile("compliance|status");
  private static final long SYSTEM_UNPROTECTED = 1 << 2;
  private static final long OTHER_UNPROTECTED = 1 << 9;
  private static final List<String> CONTAINER =
      List.of("/run/systemd/container", "/run/.containerenv", "/.dockerenv");

  private final Host host;

  EncryptionMechanism(Host host) {
    this.host = host;
  }

  @Override
  public String name() {
    return "encryption";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var what = Checks.parameter(address, "what", WHAT);
    var facts = new Facts(host.root());
    if (!facts.exists("/proc/self/mountinfo")) {
      throw new NotApplicableException("there is no /proc to ask");
    }
    if (CONTAINER.stream().anyMatch(facts::exists)) {
      throw new NotApplicableException("this is a container: its disk is the host's");
    }
    ReadOnlyPoint point = () -> what.equals("status") ? status(facts) : compliance(facts);
    return point;
  }

  private Value compliance(Facts facts) throws IOException {
    return Value.of(bits(facts) == 0);
  }

  private Value status(Facts facts) throws IOException {
    return Value.of(bits(facts));
  }

  private long bits(Facts facts) throws IOException {
    var mounts = MountPoints.of(facts);
    var disks = new EncryptedDisks(facts, host.commands());
    var root =
        mounts.at("/").orElseThrow(() -> new NotApplicableException("nothing is mounted at /"));
    if (!root.isLocal()) {
      throw new NotApplicableException(
          "/ is " + root.type() + ", not a file system on a disk of this machine");
    }
    long bits = disks.holds(root) ? 0 : SYSTEM_UNPROTECTED;
    for (var other : others(facts, mounts)) {
      if (!disks.holds(other)) {
        bits |= OTHER_UNPROTECTED;
      }
    }
    for (var partition : partitions(facts)) {
      if (!disks.holdsDevice(partition)) {
        bits |= OTHER_UNPROTECTED;
      }
    }
    return bits;
  }

  /// The file systems beside the root's that count: that of `/home` and those with swap files.
  private static List<MountPoints.Mount> others(Facts facts, MountPoints mounts)
      throws IOException {
    var others = new ArrayList<MountPoints.Mount>();
    mounts.at("/home").filter(MountPoints.Mount::isLocal).ifPresent(others::add);
    swaps(facts).stream()
        .filter(swap -> swap.type.equals("file"))
        .flatMap(swap -> mounts.holding(swap.name).stream())
        .forEach(others::add);
    return others;
  }

  private static List<String> partitions(Facts facts) throws IOException {
    return swaps(facts).stream()
        .filter(swap -> swap.type.equals("partition"))
        .map(Swap::name)
        .filter(name -> !name.startsWith("/dev/zram"))
        .toList();
  }

  private record Swap(String name, String type) {}

  private static List<Swap> swaps(Facts facts) throws IOException {
    if (!facts.exists("/proc/swaps")) {
      return List.of();
    }
    return facts
        .text("/proc/swaps")
        .lines()
        .skip(1)
        .map(line -> line.split("\\s+"))
        .filter(fields -> fields.length > 1)
        .map(fields -> new Swap(MountPoints.unescaped(fields[0]), fields[1]))
        .toList();
  }
}
