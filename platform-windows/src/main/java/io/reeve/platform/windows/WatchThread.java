package io.reeve.platform.windows;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.OsException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread that waits for Windows to tell of changes, and an event of Windows that wakes it.
final class WatchThread implements Watching {
  private static final Logger LOG = LoggerFactory.getLogger(WatchThread.class);

  private final Kernel32 kernel;
  private final long wake;
  private final Thread thread;
  private final CountDownLatch armed = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();

  /// What the thread does until the watch is closed: arm, tell, wait. It tells of a change only
  /// when it is armed again, so that the look that follows misses nothing.
  @FunctionalInterface
  interface Loop {
    void run(WatchThread self, Mechanism.Listener listener) throws OsException;
  }

  private WatchThread(
      Kernel32 kernel, long wake, String what, Loop loop, Mechanism.Listener listener) {
    this.kernel = kernel;
    this.wake = wake;
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("reeve-watch-" + what)
            .unstarted(() -> run(what, loop, listener));
  }

  /// Begins to watch; it does when this returns.
  ///
  /// @param what is watched, for people
  static WatchThread start(Win32 windows, String what, Loop loop, Mechanism.Listener listener)
      throws OsException {
    var kernel = windows.load("kernel32", Kernel32.class);
    long wake = kernel.CreateEventW(null, 0, 0, null);
    if (wake == 0) {
      throw WinError.failure("CreateEventW", windows.lastError(), what);
    }
    var watch = new WatchThread(kernel, wake, what, loop, listener);
    watch.thread.start();
    try {
      watch.armed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return watch;
  }

  private void run(String what, Loop loop, Mechanism.Listener listener) {
    try {
      loop.run(this, listener);
    } catch (OsException e) {
      LOG.debug("{} are not watched", what, e);
      listener.lost("changes of " + what + " are not told: " + e.getMessage());
    } finally {
      armed.countDown();
    }
  }

  /// For the loop: from now on nothing is missed.
  void isArmed() {
    armed.countDown();
  }

  boolean isClosed() {
    return closed.get();
  }

  /// The event that ends a wait.
  long wake() {
    return wake;
  }

  @Override
  public void refresh() {
    if (!closed.get()) {
      kernel.SetEvent(wake);
    }
  }

  @Override
  public boolean isOn() {
    return thread.isAlive();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    kernel.SetEvent(wake);
    try {
      thread.join();
      kernel.CloseHandle(wake);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
