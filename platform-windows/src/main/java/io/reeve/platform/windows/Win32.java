package io.reeve.platform.windows;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Pointer;

/// Where the functions of Windows come from. Every DLL is a package-private interface that says
/// what we call of it and nothing else: C names, `int` for 32 bits, `long` for handles and for 64
/// bits, arrays and structures for what is pointed at, texts as [Wide] bytes. Nothing in such a
/// declaration depends on the system that hosts the Java runtime, so the same declarations run on
/// Windows and, in tests, inside Wine. A test compares all of them with the Windows headers.
///
/// Windows is 64 bits here: a handle is a `long`, 0 is NULL.
interface Win32 {
  /// The functions of a DLL of the system's own folder.
  <T extends Library> T load(String dll, Class<T> functions);

  /// The error code of the last call on this thread, for calls that keep it there. To be asked at
  /// once.
  int lastError();

  /// The function that begins there, for those that no DLL names: the methods of COM objects.
  default Function function(Pointer code) {
    return Function.getFunction(code);
  }

  /// Windows itself.
  static Win32 ofThisSystem() {
    return SystemLibraries.LOADED;
  }
}
