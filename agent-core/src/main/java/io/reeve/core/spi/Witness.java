package io.reeve.core.spi;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Tells who changed files, where the system can tell. It is evidence for people: nothing waits for
/// it and nothing depends on it, so it never fails and never delays anything.
public interface Witness extends AutoCloseable {
  /// Watches exactly these files and what is directly in these folders from now on, as far as it
  /// can. They need not exist.
  void watch(Set<Path> files);

  /// Who changed the file, or something in the folder, last, but not before that time; this process
  /// and the programs it runs are never told. For example `sed (process 812, user 0)`.
  Optional<String> who(Path file, Instant since);

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
