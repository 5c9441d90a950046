package io.reeve.core.local;

import io.reeve.core.local.AgentException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Keeps ordinary users from making the machine call its service over and over: between two
/// sessions that they ask for lies a while. Administrators are not held up.
final class SyncLimit {
  private static final Duration BETWEEN = Duration.ofSeconds(10);

  private final LongSupplier nanos;
  private Optional<Long> last = Optional.empty();

  /// @param nanos a monotonic clock, as [System#nanoTime]
  SyncLimit(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// @throws AgentException when it is too soon for the peer to call the method
  synchronized void admit(Peer peer, String method) {
    if (peer.administrator() || !method.equals("sync")) {
      return;
    }
    long now = nanos.getAsLong();
    if (last.filter(before -> now - before < BETWEEN.toNanos()).isPresent()) {
      throw new AgentException(
          Kind.FAILED,
          "a session was asked for less than " + BETWEEN.toSeconds() + " s ago",
          "wait a moment, or run the command as root, for example with sudo");
    }
    last = Optional.of(now);
  }
}
