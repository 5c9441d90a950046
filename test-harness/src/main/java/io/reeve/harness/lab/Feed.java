package io.reeve.harness.lab;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// A body that is told piece by piece. It is asked for the next piece only when the last has gone
/// out, so a slow reader costs no memory.
@FunctionalInterface
interface Feed {
  /// The next piece, once there is one; empty at the end. Returns at once.
  CompletionStage<Optional<String>> next();
}
