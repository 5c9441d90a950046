package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;

/// What we call of `userenv.dll`. It answers 0 for a failure, whose code [Win32#lastError] tells.
interface Userenv extends Library {
  int CreateEnvironmentBlock(long[] environment, long token, int inherit);

  int DestroyEnvironmentBlock(Pointer environment);
}
