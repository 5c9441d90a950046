package io.reeve.core.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/// What a file operation's exception means, in words: the JDK gives only the path for some.
final class Reasons {
  private Reasons() {}

  static String of(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or folder";
      case FileSystemException file when file.getReason() != null -> file.getReason();
      case IOException _ ->
          Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    };
  }
}
