package io.reeve.platform.linux;

import com.sun.jna.LastErrorException;
import io.reeve.core.spi.OsException;

/// What a thread that waits in poll(2) is woken with when it is to end: eventfd(2). The thread that
/// waits closes it; to wake it afterwards does nothing, for its number may be somebody else's then.
final class Wakeup implements AutoCloseable {
  private static final int CLOSE_ON_EXEC = 0x80000;

  private final int descriptor;
  private boolean closed;

  private Wakeup(int descriptor) {
    this.descriptor = descriptor;
  }

  static Wakeup open() throws OsException {
    try {
      return new Wakeup(LibC.C.eventfd(0, CLOSE_ON_EXEC));
    } catch (LastErrorException e) {
      throw new OsException("eventfd", e.getErrorCode(), "nothing could end a watch");
    }
  }

  /// What to poll, for reading.
  int descriptor() {
    return descriptor;
  }

  /// For good: whoever waits then is woken at once.
  synchronized void wake() {
    if (!closed) {
      LibC.C.eventfd_write(descriptor, 1);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      LibC.C.close(descriptor);
    }
  }
}
