package io.reeve.platform.linux;

import io.reeve.core.desk.Desktop;
import io.reeve.core.desk.Notice;
import io.reeve.core.desk.SafeText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// Notices by the desktop's own means. Which number it has given to which is known until it is
/// gone.
final class Notices {
  private static final String DEFAULT = "default";
  private static final long DISMISSED = 2;
  private static final long SENT_BY_US = 3;
  private static final UInt32 NONE = new UInt32(0);

  private final SystemBus bus;
  private final Desktop.Program program;
  private final Map<String, UInt32> numbers = new HashMap<>();

  Notices(SystemBus bus, Desktop.Program program) {
    this.bus = bus;
    this.program = program;
  }

  void listen() throws DBusException {
    bus.connection()
        .addSigHandler(
            Notifications1.ActionInvoked.class,
            signal -> answered(signal.number(), signal.action()));
    bus.connection()
        .addSigHandler(
            Notifications1.NotificationClosed.class,
            signal -> closed(signal.number(), signal.reason().longValue()));
  }

  private Notifications1 server() throws IOException {
    return bus.object(Notifications1.NAME, Notifications1.OBJECT, Notifications1.class);
  }

  synchronized void tell(Notice notice) throws IOException {
    try {
      var can = server().GetCapabilities();
      var number =
          server()
              .Notify(
                  "Reeve",
                  numbers.getOrDefault(notice.id(), NONE),
                  "",
                  SafeText.line(notice.title()),
                  body(SafeText.lines(notice.body()), can.contains("body-markup")),
                  can.contains("actions") ? actions(notice) : List.of(),
                  hints(notice.urgency()),
                  notice.urgency() == Notice.Urgency.URGENT ? 0 : -1);
      numbers.put(notice.id(), number);
    } catch (DBusExecutionException e) {
      throw SystemBus.failure("Notify", e);
    }
  }

  /// What would be markup is text.
  static String body(String text, boolean markup) {
    return markup ? text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") : text;
  }

  private static List<String> actions(Notice notice) {
    var actions = new ArrayList<String>(List.of(DEFAULT, ""));
    notice.buttons().forEach(button -> actions.addAll(List.of(button.id(), button.label())));
    return actions;
  }

  private static Map<String, Variant<?>> hints(Notice.Urgency urgency) {
    byte level =
        switch (urgency) {
          case NORMAL -> 1;
          case URGENT -> 2;
        };
    return Map.of("urgency", new Variant<>(level), "desktop-entry", new Variant<>("reeve-tray"));
  }

  synchronized void withdraw(String notice) throws IOException {
    var number = numbers.remove(notice);
    if (number != null) {
      try {
        server().CloseNotification(number);
      } catch (DBusExecutionException e) {
        throw SystemBus.failure("CloseNotification", e);
      }
    }
  }

  private void answered(UInt32 number, String action) {
    id(number).forEach(notice -> program.answered(notice, action.equals(DEFAULT) ? "" : action));
  }

  private void closed(UInt32 number, long reason) {
    var notice = id(number);
    forget(number);
    if (reason == DISMISSED) {
      notice.forEach(program::closed);
    } else if (reason != SENT_BY_US) {
      notice.forEach(program::expired);
    }
  }

  private synchronized List<String> id(UInt32 number) {
    return numbers.entrySet().stream()
        .filter(entry -> entry.getValue().equals(number))
        .map(Map.Entry::getKey)
        .toList();
  }

  private synchronized void forget(UInt32 number) {
    numbers.values().removeIf(number::equals);
  }
}
