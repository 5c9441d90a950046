package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/// What we call of `netapi32.dll` to know whether the machine belongs to a domain. All of it
/// answers an error code.
interface Netapi32Join extends Library {
  int NetSetupDomainName = 3;

  int NetGetJoinInformation(byte @Nullable [] server, long[] name, int[] status);

  int NetApiBufferFree(@Nullable Pointer buffer);
}
