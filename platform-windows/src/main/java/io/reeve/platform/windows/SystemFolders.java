package io.reeve.platform.windows;

import java.nio.file.Path;

/// Where Windows is, by its own word: an environment variable is whatever somebody set it to, and
/// the drive one stands on may be any.
///
/// @param windows for example `C:\Windows`
/// @param system for example `C:\Windows\System32`
record SystemFolders(String windows, String system) {
  private static final int LONGEST = 260;

  @FunctionalInterface
  private interface Question {
    int ask(byte[] path, int size);
  }

  static SystemFolders of(Win32 win32) {
    var functions = win32.load("kernel32", Kernel32System.class);
    return new SystemFolders(
        text(win32, "GetSystemWindowsDirectoryW", functions::GetSystemWindowsDirectoryW),
        text(win32, "GetSystemDirectoryW", functions::GetSystemDirectoryW));
  }

  private static String text(Win32 win32, String call, Question question) {
    var path = Wide.buffer(LONGEST);
    int length = question.ask(path, LONGEST);
    if (length == 0 || length > LONGEST) {
      throw new IllegalStateException(
          call + " does not say where Windows is: " + WinError.meaning(win32.lastError()));
    }
    return Wide.text(path);
  }

  /// The drive, for example `C:`.
  String drive() {
    return windows.substring(0, 2);
  }

  /// A program or library of the system's own folder.
  Path inSystem(String... names) {
    return Path.of(system, names);
  }
}
