package io.reeve.core.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/// What a file operation's exception means, in words: the JDK gives only the path for some.
public final class Reasons {
  private Reasons() {}

  /// Why it failed; never only a path.
  public static String of(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or folder";
      case FileAlreadyExistsException _ -> "a file is there already";
      case NotDirectoryException _ -> "it is no folder";
      case FileSystemException file when file.getReason() != null -> file.getReason();
      case IOException _ ->
          Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    };
  }
}
