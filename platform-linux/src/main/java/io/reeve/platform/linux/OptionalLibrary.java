package io.reeve.platform.linux;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.Map;
import java.util.Optional;

/// Loads libraries that a machine may do without.
final class OptionalLibrary {
  private OptionalLibrary() {}

  /// The library, its texts in UTF-8; empty where it is not installed.
  static <T extends Library> Optional<T> load(String file, Class<T> api) {
    try {
      return Optional.of(Native.load(file, api, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8")));
    } catch (UnsatisfiedLinkError e) {
      return Optional.empty();
    }
  }
}
