package io.reeve.platform.windows;

import com.sun.jna.Library;
import org.jspecify.annotations.Nullable;

/// What we call of `advapi32.dll` for names of accounts. It answers 0 for a failure, whose code
/// [Win32#lastError] tells.
interface Advapi32Accounts extends Library {
  int SECURITY_MAX_SID_SIZE = 68;
  int SidTypeUser = 1;
  int SidTypeAlias = 4;
  int SidTypeWellKnownGroup = 5;

  int LookupAccountSidW(
      byte @Nullable [] system,
      byte[] sid,
      byte[] name,
      int[] nameLength,
      byte[] domain,
      int[] domainLength,
      int[] kind);

  int LookupAccountNameW(
      byte @Nullable [] system,
      byte[] name,
      byte[] sid,
      int[] sidSize,
      byte[] domain,
      int[] domainLength,
      int[] kind);
}
