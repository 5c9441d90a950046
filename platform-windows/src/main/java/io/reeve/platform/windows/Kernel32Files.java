package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/// What we call of `kernel32.dll` to make folders with an access list of their own.
interface Kernel32Files extends Library {
  @FieldOrder({"nLength", "lpSecurityDescriptor", "bInheritHandle"})
  final class SECURITY_ATTRIBUTES extends WinStructure {
    public int nLength = 24;
    public @Nullable Pointer lpSecurityDescriptor;
    public int bInheritHandle;
  }

  int CreateDirectoryW(byte[] path, SECURITY_ATTRIBUTES attributes);

  @Nullable Pointer LocalFree(Pointer memory);
}
