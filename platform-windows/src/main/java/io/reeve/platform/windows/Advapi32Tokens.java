package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/// What we call of `advapi32.dll` for tokens, privileges and what needs them. It answers 0 for a
/// failure, whose code [Win32#lastError] tells.
interface Advapi32Tokens extends Library {
  int TOKEN_QUERY = 0x8;
  int TOKEN_ADJUST_PRIVILEGES = 0x20;
  int SE_PRIVILEGE_ENABLED = 0x2;
  int TokenUser = 1;
  int SHTDN_REASON_FLAG_PLANNED = 0x80000000;

  @FieldOrder({"LowPart", "HighPart"})
  final class LUID extends WinStructure {
    public int LowPart;
    public int HighPart;
  }

  @FieldOrder({"Luid", "Attributes"})
  final class LUID_AND_ATTRIBUTES extends WinStructure {
    public LUID Luid = new LUID();
    public int Attributes = SE_PRIVILEGE_ENABLED;
  }

  /// With room for one.
  @FieldOrder({"PrivilegeCount", "Privileges"})
  final class TOKEN_PRIVILEGES extends WinStructure {
    public int PrivilegeCount = 1;
    public LUID_AND_ATTRIBUTES Privileges = new LUID_AND_ATTRIBUTES();
  }

  int OpenProcessToken(long process, int access, long[] token);

  int LookupPrivilegeValueW(byte @Nullable [] system, byte[] name, LUID privilege);

  int AdjustTokenPrivileges(
      long token,
      int none,
      TOKEN_PRIVILEGES wanted,
      int size,
      @Nullable Pointer before,
      int @Nullable [] beforeSize);

  int GetTokenInformation(long token, int what, @Nullable Memory info, int size, int[] needed);

  int CreateProcessAsUserW(
      long token,
      byte[] program,
      byte[] arguments,
      @Nullable Pointer processSecurity,
      @Nullable Pointer threadSecurity,
      int inherit,
      int flags,
      byte[] environment,
      byte[] folder,
      Kernel32Process.STARTUPINFOEXW startup,
      Kernel32Process.PROCESS_INFORMATION process);

  int InitiateSystemShutdownExW(
      byte @Nullable [] machine, byte[] message, int seconds, int force, int restart, int reason);

  int AbortSystemShutdownW(byte @Nullable [] machine);
}
