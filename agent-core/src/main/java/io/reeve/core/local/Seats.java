package io.reeve.core.local;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How many may be connected at once. Administrators and others have seats of their own, and no
/// user may have more than a few, so that nobody can keep the others out.
final class Seats {
  private final int each;
  private final int perUser;
  private final Map<Peer, Integer> taken = new HashMap<>();

  /// @param each seats for administrators, and as many for the others
  /// @param perUser the most that one ordinary user may have
  Seats(int each, int perUser) {
    this.each = each;
    this.perUser = perUser;
  }

  /// A seat, to be closed when it is free again; empty when there is none left for the peer.
  synchronized Optional<Seat> take(Peer peer) {
    var own = taken.getOrDefault(peer, 0);
    var alike =
        taken.entrySet().stream()
            .filter(entry -> entry.getKey().administrator() == peer.administrator())
            .mapToInt(Map.Entry::getValue)
            .sum();
    if (alike >= each || (!peer.administrator() && own >= perUser)) {
      return Optional.empty();
    }
    taken.put(peer, own + 1);
    return Optional.of(() -> free(peer));
  }

  private synchronized void free(Peer peer) {
    taken.computeIfPresent(peer, (_, count) -> count > 1 ? count - 1 : null);
  }

  /// One connection's place.
  interface Seat extends AutoCloseable {
    @Override
    void close();
  }
}
