package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/// What we call of `scecli.dll`, the client of Windows' security policy engine. Microsoft publishes
/// no header for it; the declaration is the one that osquery reads `security_profile_info` with. It
/// answers an error code, 0 for success.
interface SceCli extends Library {
  /// How a profile begins; it has more behind. Ages are in days, lockouts in minutes; -1 is for
  /// ever, -2 not set.
  @FieldOrder({
    "Unk0",
    "MinPasswdAge",
    "MaxPasswdAge",
    "MinPasswdLen",
    "PasswdComplexity",
    "PasswdHistSize",
    "LockoutBadCount",
    "ResetLockoutCount",
    "LockoutDuration"
  })
  final class SceProfileInfo extends WinStructure {
    public int Unk0;
    public int MinPasswdAge;
    public int MaxPasswdAge;
    public int MinPasswdLen;
    public int PasswdComplexity;
    public int PasswdHistSize;
    public int LockoutBadCount;
    public int ResetLockoutCount;
    public int LockoutDuration;

    SceProfileInfo(Pointer there) {
      super(there);
      read();
    }
  }

  int SceGetSecurityProfileInfo(
      @Nullable Pointer profile, int type, int area, long[] info, long[] errors);

  int SceFreeMemory(Pointer data, int area);
}
