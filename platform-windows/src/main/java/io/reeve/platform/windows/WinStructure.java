package io.reeve.platform.windows;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;

/// A structure of the Windows headers, laid out as Microsoft's compiler does wherever this runs.
/// Its name and its fields' names are the headers'; a test compares size and offsets with them.
abstract class WinStructure extends Structure {
  WinStructure() {
    super(ALIGN_MSVC);
  }

  /// The structure that Windows keeps there.
  WinStructure(Pointer there) {
    super(there, ALIGN_MSVC);
  }

  /// Where a field begins, in bytes.
  final int offsetOf(String field) {
    return fieldOffset(field);
  }
}
