package io.reeve.platform.macos;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;

/// Messages by CFUserNotification, which the system shows for any program of a session.
final class CfAlerts implements Alerts {
  private static final long PLAIN = 3;
  private static final long WHICH = 3;
  private static final int CANCELLED = 3;
  private static final List<String> BUTTONS =
      List.of(
          "kCFUserNotificationDefaultButtonTitleKey",
          "kCFUserNotificationAlternateButtonTitleKey",
          "kCFUserNotificationOtherButtonTitleKey");

  @Override
  public Alert show(String title, String body, List<String> buttons) throws IOException {
    try (var cf = new Cf()) {
      var words = new LinkedHashMap<Pointer, Pointer>();
      words.put(Cf.constant("kCFUserNotificationAlertHeaderKey"), cf.text(title));
      words.put(Cf.constant("kCFUserNotificationAlertMessageKey"), cf.text(body));
      for (int i = 0; i < Math.min(buttons.size(), BUTTONS.size()); i++) {
        words.put(Cf.constant(BUTTONS.get(i)), cf.text(buttons.get(i)));
      }
      var error = new IntByReference();
      var shown = Cf.CF.CFUserNotificationCreate(null, 0, PLAIN, error, cf.dictionary(words));
      if (shown == null) {
        throw new OsException("CFUserNotificationCreate", error.getValue(), title);
      }
      return new Shown(shown);
    }
  }

  /// It is released when it is answered, and not asked for anything afterwards.
  private static final class Shown implements Alert {
    private final Pointer notification;
    private boolean over;

    Shown(Pointer notification) {
      this.notification = notification;
    }

    @Override
    public int answer() {
      var response = new LongByReference();
      int status = Cf.CF.CFUserNotificationReceiveResponse(notification, 0, response);
      synchronized (this) {
        over = true;
        Cf.CF.CFRelease(notification);
      }
      int which = (int) (response.getValue() & WHICH);
      return status == 0 && which != CANCELLED ? which : -1;
    }

    @Override
    public synchronized void cancel() {
      if (!over) {
        Cf.CF.CFUserNotificationCancel(notification);
      }
    }
  }
}
