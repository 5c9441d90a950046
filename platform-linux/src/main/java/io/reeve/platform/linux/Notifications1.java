package io.reeve.platform.linux;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// What we call of the desktop's notices, by the Desktop Notifications Specification 1.2.
@DBusInterfaceName(Notifications1.NAME)
public interface Notifications1 extends DBusInterface {
  String NAME = "org.freedesktop.Notifications";
  String OBJECT = "/org/freedesktop/Notifications";

  /// @param replaces the number of the notice whose place it takes; 0 for none
  /// @param actions id and label of each in turn
  /// @param expires in milliseconds; 0 never, -1 as the desktop wants
  /// @return its number
  UInt32 Notify(
      String program,
      UInt32 replaces,
      String icon,
      String title,
      String body,
      List<String> actions,
      Map<String, Variant<?>> hints,
      int expires);

  void CloseNotification(UInt32 number);

  List<String> GetCapabilities();

  /// An action was chosen.
  final class ActionInvoked extends DBusSignal {
    private final UInt32 number;
    private final String action;

    public ActionInvoked(String path, UInt32 number, String action) throws DBusException {
      super(path, number, action);
      this.number = number;
      this.action = action;
    }

    UInt32 number() {
      return number;
    }

    String action() {
      return action;
    }
  }

  /// A notice is gone.
  final class NotificationClosed extends DBusSignal {
    private final UInt32 number;
    private final UInt32 reason;

    public NotificationClosed(String path, UInt32 number, UInt32 reason) throws DBusException {
      super(path, number, reason);
      this.number = number;
      this.reason = reason;
    }

    UInt32 number() {
      return number;
    }

    /// 1 its time was over, 2 the person, 3 whoever sent it.
    UInt32 reason() {
      return reason;
    }
  }
}
