package io.reeve.core.spi;

import java.util.Optional;

/// Regard for the person at the machine, before work begins that disturbs them or costs them. All
/// that waits waits together. Not for the loop's thread, and for one thread at a time.
public interface Courtesy {
  /// Whether such work has to wait now.
  ///
  /// @return why, in a few words; empty when it may begin
  Optional<String> against();

  /// Nothing waits any more.
  default void rest() {}

  /// Waits for nobody.
  static Courtesy none() {
    return Optional::empty;
  }
}
