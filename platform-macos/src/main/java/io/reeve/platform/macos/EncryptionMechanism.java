package io.reeve.platform.macos;

import io.reeve.core.files.Checks;
import io.reeve.core.files.ReadOnlyPoint;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.regex.Pattern;

/// Whether FileVault keeps the startup volume. Only read. The parameter `what` is `compliance` (a
/// truth value) or `status` (0, or the bit that BitLocker's node has for a volume of the system
/// that is not protected; its other bits tell of Windows' own matters).
///
/// Every Mac with Apple silicon or a T2 encrypts its disk; without FileVault nothing secret is
/// needed to read it. So FileVault alone counts, and only once it is done.
final class EncryptionMechanism implements Mechanism {
  private static final Pattern WHAT = Pattern.compile("compliance|status");
  private static final String FDESETUP = "/usr/bin/fdesetup";
  private static final long UNPROTECTED = 1 << 2;
  private final Tools tools;

  EncryptionMechanism(Tools tools) {
    this.tools = tools;
  }

  @Override
  public String name() {
    return "encryption";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var what = Checks.parameter(address, "what", WHAT);
    tools.live("disk");
    ReadOnlyPoint point =
        () -> {
          long bits = bits(tools.text(FDESETUP, "status"));
          return what.equals("status") ? Value.of(bits) : Value.of(bits == 0);
        };
    return point;
  }

  /// Reads what `fdesetup status` writes.
  static long bits(String status) throws IOException {
    if (status.contains("Encryption in progress") || status.contains("Decryption in progress")) {
      return UNPROTECTED;
    }
    if (status.contains("FileVault is On.")) {
      return 0;
    }
    if (status.contains("FileVault is Off.")) {
      return UNPROTECTED;
    }
    throw new OsException("fdesetup status", 0, "it says '" + status.strip() + "'");
  }
}
