package io.reeve.platform.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.OsException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears from the kernel that the machine's name has changed, whoever changed it: hostnamed, a DHCP
/// client or `hostname(1)`. It does not tell who.
final class HostnameWatch implements Mechanism.Watch {
  private static final Logger LOG = LoggerFactory.getLogger(HostnameWatch.class);
  private static final String FILE = "/proc/sys/kernel/hostname";
  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int POLL_IN = 1;
  private static final int POLL_PRIORITY = 2;
  private static final int INTERRUPTED = 4;

  private final int file;
  private final Wakeup end;
  private final Thread thread;
  private final AtomicBoolean closed = new AtomicBoolean();

  private HostnameWatch(int file, Wakeup end, Mechanism.Listener listener) {
    this.file = file;
    this.end = end;
    this.thread =
        Thread.ofPlatform().daemon().name("reeve-hostname-watch").unstarted(() -> listen(listener));
  }

  static HostnameWatch start(Mechanism.Listener listener) throws OsException {
    var end = Wakeup.open();
    HostnameWatch watch;
    try {
      watch = new HostnameWatch(LibC.C.open(FILE, CLOSE_ON_EXEC), end, listener);
    } catch (LastErrorException e) {
      end.close();
      throw failure("open", e);
    }
    try {
      watch.isChanged(0);
      watch.thread.start();
      return watch;
    } catch (LastErrorException e) {
      watch.free();
      throw failure("poll", e);
    }
  }

  private static OsException failure(String call, LastErrorException e) {
    var failure = new OsException(call, e.getErrorCode(), FILE + " cannot be watched");
    failure.initCause(e);
    return failure;
  }

  private void free() {
    end.close();
    LibC.C.close(file);
  }

  private void listen(Mechanism.Listener listener) {
    try {
      while (!closed.get()) {
        if (isChanged(-1) && !closed.get()) {
          listener.changed("");
        }
      }
    } catch (LastErrorException e) {
      LOG.warn("changes of the machine's name are found by the sweep only from now on", e);
    } finally {
      free();
    }
  }

  /// Waits, and tells whether the name has changed since it was asked the last time.
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
