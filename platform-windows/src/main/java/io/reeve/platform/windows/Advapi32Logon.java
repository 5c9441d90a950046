package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Memory;

/// What we call of `advapi32.dll` to try a password. It answers 0 for a failure, whose code
/// [Win32#lastError] tells.
interface Advapi32Logon extends Library {
  int LOGON32_LOGON_NETWORK = 3;
  int LOGON32_PROVIDER_DEFAULT = 0;

  int LogonUserW(byte[] user, byte[] domain, Memory password, int kind, int provider, long[] token);
}
