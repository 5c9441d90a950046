package io.reeve.platform.macos;

import com.sun.jna.LastErrorException;
import com.sun.jna.ptr.IntByReference;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Through a file descriptor that becomes readable, one thread for each name.
final class DarwinNotifications implements Notifications {
  @Override
  public Mechanism.Watch watch(String name, Mechanism.Listener listener) throws IOException {
    var descriptor = new IntByReference();
    var token = new IntByReference();
    int status = LibSystem.load().notify_register_file_descriptor(name, descriptor, 0, token);
    if (status != 0) {
      throw new OsException("notify_register_file_descriptor", status, name);
    }
    var on = new AtomicBoolean(true);
    Thread.ofPlatform()
        .daemon()
        .name("reeve-notify")
        .start(() -> follow(descriptor.getValue(), on, listener));
    listener.changed("");
    return new Mechanism.Watch() {
      // Cancelling closes the descriptor, which ends the thread.
      @Override
      public void close() {
        if (on.getAndSet(false)) {
          LibSystem.load().notify_cancel(token.getValue());
        }
      }

      @Override
      public boolean isOn() {
        return on.get();
      }
    };
  }

  /// Each posting is a token of four bytes.
  private static void follow(int descriptor, AtomicBoolean on, Mechanism.Listener listener) {
    try {
      var token = new byte[4];
      while (LibSystem.load().read(descriptor, token, token.length) > 0 && on.get()) {
        listener.changed("");
      }
      lost(on, listener, "the system closed it");
    } catch (LastErrorException e) {
      lost(on, listener, "reading failed (" + e.getErrorCode() + ")");
    }
  }

  private static void lost(AtomicBoolean on, Mechanism.Listener listener, String why) {
    if (on.getAndSet(false)) {
      listener.lost(why);
    }
  }
}
