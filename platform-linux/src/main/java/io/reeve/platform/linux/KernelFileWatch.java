package io.reeve.platform.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.OsException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears from the kernel that what one of its files tells has changed, whoever changed it. It does
/// not tell who.
final class KernelFileWatch implements Mechanism.Watch {
  private static final Logger LOG = LoggerFactory.getLogger(KernelFileWatch.class);
  static final String NAME = "/proc/sys/kernel/hostname";
  static final String MOUNTS = "/proc/self/mountinfo";
  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int POLL_IN = 1;
  private static final int POLL_PRIORITY = 2;
  private static final int INTERRUPTED = 4;

  private final String name;
  private final int file;
  private final Wakeup end;
  private final Thread thread;
  private final AtomicBoolean closed = new AtomicBoolean();

  private KernelFileWatch(String name, int file, Wakeup end, Runnable changed) {
    this.name = name;
    this.file = file;
    this.end = end;
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("reeve-watch-of-" + Path.of(name).getFileName())
            .unstarted(() -> listen(changed));
  }

  /// @param name a file for which the kernel takes poll(2): [#NAME] or [#MOUNTS]
  /// @param changed is called on a thread of the watch's own
  static KernelFileWatch start(String name, Runnable changed) throws OsException {
    var end = Wakeup.open();
    KernelFileWatch watch;
    try {
      watch = new KernelFileWatch(name, LibC.C.open(name, CLOSE_ON_EXEC), end, changed);
    } catch (LastErrorException e) {
      end.close();
      throw failure("open", name, e);
    }
    try {
      watch.isChanged(0);
      watch.thread.start();
      return watch;
    } catch (LastErrorException e) {
      watch.free();
      throw failure("poll", name, e);
    }
  }

  private static OsException failure(String call, String name, LastErrorException e) {
    var failure = new OsException(call, e.getErrorCode(), name + " cannot be watched");
    failure.initCause(e);
    return failure;
  }

  private void free() {
    end.close();
    LibC.C.close(file);
  }

  private void listen(Runnable changed) {
    try {
      while (!closed.get()) {
        if (isChanged(-1) && !closed.get()) {
          changed.run();
        }
      }
    } catch (LastErrorException e) {
      LOG.warn("changes of {} are found by the sweep only from now on", name, e);
    } finally {
      free();
    }
  }

  /// Waits, and tells whether the file has changed since it was asked the last time.
  private boolean isChanged(int milliseconds) {
    var polled =
        ByteBuffer.allocate(16)
            .order(ByteOrder.nativeOrder())
            .putInt(file)
            .putInt(POLL_PRIORITY)
            .putInt(end.descriptor())
            .putInt(POLL_IN)
            .array();
    try {
      LibC.C.poll(polled, new NativeLong(2), milliseconds);
    } catch (LastErrorException e) {
      if (e.getErrorCode() != INTERRUPTED) {
        throw e;
      }
    }
    return ByteBuffer.wrap(polled).order(ByteOrder.nativeOrder()).getShort(6) != 0;
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
    end.wake();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
