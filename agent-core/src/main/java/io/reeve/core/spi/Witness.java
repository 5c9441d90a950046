package io.reeve.core.spi;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Tells who changes files, where the system can tell. It is a hint, for people and for when to
/// look: nothing waits for it for long and nothing depends on it, so it never fails.
public interface Witness extends AutoCloseable {
  /// Watches exactly these files and what is directly in these folders from now on, as far as it
  /// can. They need not exist.
  void watch(Set<Path> files);

  /// Who changed the file, or something in the folder, last, but not before that time; this process
  /// and the programs it runs are never told. For example `sed (process 812, user 0)`.
  Optional<String> who(Path file, Instant since);

  /// Whether somebody has begun to write to the file and not closed it yet; empty where nobody can
  /// tell.
  default Optional<Boolean> isBeingWritten(Path file) {
    return Optional.empty();
  }

  @Override
  void close();

  /// Sees nothing.
  static Witness none() {
    return new Witness() {
      @Override
      public void watch(Set<Path> files) {}

      @Override
      public Optional<String> who(Path file, Instant since) {
        return Optional.empty();
      }

      @Override
      public void close() {}
    };
  }
}
