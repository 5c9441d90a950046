package io.reeve.platform.windows;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// What Windows Update knows, from what it has loaded: nothing is fetched.
interface Updates {
  /// @param all how many updates wait
  /// @param security how many of them are security updates
  record Counts(long all, long security) {}

  /// Counts them, which may take a minute.
  Counts count() throws IOException;

  /// When it last asked its server; empty when never.
  Optional<Instant> refreshed() throws IOException;
}
