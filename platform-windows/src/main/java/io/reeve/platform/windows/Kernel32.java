package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/// What we call of `kernel32.dll` for waiting.
interface Kernel32 extends Library {
  int INFINITE = -1;
  int WAIT_OBJECT_0 = 0;
  int WAIT_FAILED = -1;
  int MAXIMUM_WAIT_OBJECTS = 64;

  long CreateEventW(@Nullable Pointer security, int manual, int set, byte @Nullable [] name);

  int SetEvent(long event);

  int WaitForMultipleObjects(int count, long[] objects, int all, int milliseconds);

  int WaitForSingleObjectEx(long object, int milliseconds, int alertable);

  int CloseHandle(long object);
}
