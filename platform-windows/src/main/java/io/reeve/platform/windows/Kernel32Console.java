package io.reeve.platform.windows;

import com.sun.jna.Library;

/// What we call of `kernel32.dll` to know which session is at the machine's own screen.
interface Kernel32Console extends Library {
  /// -1 while the screen belongs to none.
  int WTSGetActiveConsoleSessionId();
}
