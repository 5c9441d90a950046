package io.reeve.platform.linux;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// What a package tool knows of updates, from what it has loaded: nothing is fetched.
interface PendingUpdates {
  /// @param all how many packages an upgrade would install
  /// @param security how many of them come from a security archive
  record Counts(long all, long security) {}

  /// Counts them. Takes seconds.
  Counts count() throws IOException;

  /// When the tool's knowledge was last brought up to date; empty when never.
  Optional<Instant> refreshed() throws IOException;

  /// Whether the machine has to be restarted for what is installed already.
  boolean restartNeeded() throws IOException;

  /// Differs when [#count] may differ.
  Object stamp() throws IOException;
}
