package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/// What we call of `advapi32.dll` for access lists, in their text form (SDDL). It answers 0 for a
/// failure, whose code [Win32#lastError] tells.
interface Advapi32Files extends Library {
  int SDDL_REVISION_1 = 1;
  int OWNER_SECURITY_INFORMATION = 0x1;
  int DACL_SECURITY_INFORMATION = 0x4;
  int PROTECTED_DACL_SECURITY_INFORMATION = 0x80000000;

  int ConvertStringSecurityDescriptorToSecurityDescriptorW(
      byte[] text, int revision, long[] descriptor, int @Nullable [] size);

  int ConvertSecurityDescriptorToStringSecurityDescriptorW(
      byte[] descriptor, int revision, int what, long[] text, int @Nullable [] length);

  int SetFileSecurityW(byte[] file, int what, Pointer descriptor);

  int GetKernelObjectSecurity(
      long object, int what, byte @Nullable [] descriptor, int size, int[] needed);
}
