package io.reeve.core.local;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// Where connections wait until their first word tells who they are, on systems that do not tell by
/// themselves. When it is full, who has said nothing for the longest has to go, so that silence
/// keeps nobody else out.
final class Anteroom {
  private final int most;
  private final Deque<Closeable> waiting = new ArrayDeque<>();

  /// @param most how many may wait
  Anteroom(int most) {
    this.most = most;
  }

  synchronized void enter(Closeable connection) throws IOException {
    waiting.addLast(connection);
    if (waiting.size() > most) {
      waiting.removeFirst().close();
    }
  }

  synchronized void leave(Closeable connection) {
    waiting.remove(connection);
  }
}
