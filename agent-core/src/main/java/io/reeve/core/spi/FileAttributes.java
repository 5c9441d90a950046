package io.reeve.core.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// What a file has beside its bytes, mode, owner and group, as this system knows it: access lists,
/// labels, attributes with names of their own. Whoever replaces a file gives the new one the same.
public interface FileAttributes {
  /// All of them by name, values in base64; those that the system makes anew are left out.
  Map<String, String> read(Path file) throws IOException;

  /// Sets these and leaves all others.
  void write(Path file, Map<String, String> attributes) throws IOException;

  /// Takes those away that can be; one that is gone already counts as taken.
  void remove(Path file, Set<String> names) throws IOException;

  /// Of a system whose files have none.
  static FileAttributes none() {
    return new FileAttributes() {
      @Override
      public Map<String, String> read(Path file) {
        return Map.of();
      }

      @Override
      public void write(Path file, Map<String, String> attributes) throws IOException {
        if (!attributes.isEmpty()) {
          throw new IOException("cannot keep the attributes of " + file);
        }
      }

      @Override
      public void remove(Path file, Set<String> names) {}
    };
  }
}
