package io.reeve.platform.windows;

import com.sun.jna.Library;
import org.jspecify.annotations.Nullable;

/// What we call of `kernel32.dll` for where Windows is, the machine's name, and what its firmware
/// tells. A name's call answers 0 for a failure, whose code [Win32#lastError] tells.
interface Kernel32System extends Library {
  int ComputerNameDnsHostname = 1;
  int ComputerNamePhysicalDnsHostname = 5;

  int GetSystemDirectoryW(byte[] path, int characters);

  int GetSystemWindowsDirectoryW(byte[] path, int characters);

  int GetComputerNameExW(int kind, byte[] name, int[] length);

  int SetComputerNameExW(int kind, byte[] name);

  int GetSystemFirmwareTable(int provider, int table, byte @Nullable [] buffer, int size);
}
