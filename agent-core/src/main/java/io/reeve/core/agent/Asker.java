package io.reeve.core.agent;

import io.reeve.store.StoreException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/// Has work done on the loop for somebody who waits elsewhere. A broken store is told as what it
/// is.
record Asker(Loop loop) {
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
      return loop.ask(work);
    } catch (StoreException e) {
      throw Trouble.of(e);
    }
  }
}
