package io.reeve.core.agent;

import io.reeve.store.History;
import io.reeve.store.StoreException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/// Has work done on the loop for somebody who waits elsewhere. A broken store is told as what it
/// is.
///
/// @param own who asks where nobody has said it
record Asker(Loop loop, String own) {
  /// For whoever the daemon serves; without a daemon it is whoever runs this process.
  static Asker of(Parts parts, Loop loop) {
    return new Asker(loop, parts.daemon() ? "" : System.getProperty("user.name", ""));
  }

  <T> T await(CompletableFuture<T> end) {
    try {
      return loop.await(end);
    } catch (StoreException e) {
      throw Trouble.of(e);
    }
  }

  /// Does the work on the loop.
  <T> T ask(Callable<T> work) {
    try {
      var by = History.asker();
      return History.askedBy(by.isEmpty() ? own : by, () -> loop.ask(work));
    } catch (StoreException e) {
      throw Trouble.of(e);
    }
  }
}
