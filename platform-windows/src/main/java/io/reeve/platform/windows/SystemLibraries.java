package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.regex.Pattern;

/// The DLLs of Windows, by their whole path in the system's own folder: by its name alone a DLL is
/// looked for in other folders first.
final class SystemLibraries implements Win32 {
  static final Win32 LOADED = new SystemLibraries();
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+");

  /// Is in every process already, so that no other can be found for it.
  private static final String ALWAYS_THERE = "kernel32";

  private SystemLibraries() {}

  /// What the calls need that ask where the system's folder is.
  private static final class Folder {
    static final SystemFolders FOLDERS = SystemFolders.of(LOADED);
  }

  @Override
  public <T extends Library> T load(String dll, Class<T> functions) {
    return Native.load(
        dll.equals(ALWAYS_THERE) ? dll : path(Folder.FOLDERS.system(), dll), functions);
  }

  static String path(String system, String dll) {
    if (!NAME.matcher(dll).matches()) {
      throw new IllegalArgumentException("not the name of a system library: " + dll);
    }
    return system + "\\" + dll + ".dll";
  }

  @Override
  public int lastError() {
    return Native.getLastError();
  }
}
