package io.reeve.installer.bench;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at a process's heap twenty times a second until it is closed.
final class HeapWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeapWatch.class);
  private static final long PAUSE_NANOS = 50_000_000;

  private final ProcessFigures process;
  private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::look);
  private volatile boolean ended;
  private volatile double most;

  HeapWatch(ProcessFigures process) throws IOException {
    this.process = process;
    this.most = process.heap();
    thread.start();
  }

  private void look() {
    try {
      while (!ended) {
        most = Math.max(most, process.heap());
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (IOException gone) {
      LOG.warn("the heap can no longer be looked at", gone);
    }
  }

  /// The most that was seen, in megabytes.
  double most() {
    return most;
  }

  @Override
  public void close() {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
