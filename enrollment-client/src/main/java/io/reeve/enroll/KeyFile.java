package io.reeve.enroll;

import java.nio.file.Path;

final class KeyFile {
  KeyFile(Path path) {
    if (path.toString().isEmpty()) throw new IllegalArgumentException();
  }
}
