package io.reeve.platform.windows;

import io.reeve.core.files.Checks;
import io.reeve.core.files.ReadOnlyPoint;
import io.reeve.core.programs.SlowReading;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether what the machine keeps is encrypted by BitLocker: the system's volume and every other
/// fixed one. Only read. The parameter `what` is `compliance` (a truth value) or `status` (0, or
/// the bits that BitLocker's node has for a system drive and for another drive without protection).
final class EncryptionMechanism implements Mechanism {
  private static final Pattern WHAT = Pattern.compile("compliance|status");
  private static final long SYSTEM_UNPROTECTED = 1 << 2;
  private static final long OTHER_UNPROTECTED = 1 << 9;
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration LASTING = Duration.ofMinutes(1);

  private final Optional<BitLocker> bitlocker;
  private final SlowReading<Long> bits;

  /// @param wmi empty where this is no real machine
  EncryptionMechanism(Optional<? extends Wmi> wmi, Clock clock) {
    this.bitlocker = wmi.map(BitLocker::new);
    this.bits = new SlowReading<>(clock, PATIENCE, LASTING);
  }

  @Override
  public String name() {
    return "encryption";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var what = Checks.parameter(address, "what", WHAT);
    var there =
        bitlocker.orElseThrow(
            () -> new NotApplicableException("a scratch root has no disks of its own"));
    ReadOnlyPoint point =
        () -> {
          long found = bits.get("", () -> bits(there.volumes()));
          return what.equals("status") ? Value.of(found) : Value.of(found == 0);
        };
    return point;
  }

  private static long bits(List<BitLocker.Volume> volumes) throws IOException {
    if (volumes.stream().noneMatch(BitLocker.Volume::isSystem)) {
      throw new IOException("BitLocker does not tell of the system's volume");
    }
    long bits = 0;
    for (var volume : volumes) {
      if (!volume.isRemovable() && !volume.isProtected()) {
        bits |= volume.isSystem() ? SYSTEM_UNPROTECTED : OTHER_UNPROTECTED;
      }
    }
    return bits;
  }
}
