package io.reeve.core.local;

import io.reeve.core.local.AgentException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// A connection's place among the others. One that waits for news gives its seat to somebody who
/// wants an answer now and takes one among those who wait; it ends with its answer.
final class Turn implements AutoCloseable {
  private final Peer peer;
  private final Seats waiting;
  private Seats.Seat seat;
  private boolean waits;

  /// @param seat what it has; this closes it
  /// @param waiting the seats of those who wait
  Turn(Peer peer, Seats.Seat seat, Seats waiting) {
    this.peer = peer;
    this.seat = seat;
    this.waiting = waiting;
  }

  /// What is asked for now may take long.
  ///
  /// @throws AgentException when too many wait already
  void waits() {
    if (waits) {
      return;
    }
    var other = waiting.take(peer);
    if (other.isEmpty()) {
      throw new AgentException(
          Kind.FAILED,
          "too many wait for news here, or too many of " + peer.name(),
          "end another 'reeve tray' of this user");
    }
    seat.close();
    seat = other.get();
    waits = true;
  }

  /// The next line; empty when there is none, or when this one has had its answer.
  Optional<String> next(Lines lines, Duration patience) throws IOException {
    return waits ? Optional.empty() : lines.read(patience);
  }

  @Override
  public void close() {
    seat.close();
  }
}
