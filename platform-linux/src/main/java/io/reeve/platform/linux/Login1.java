package io.reeve.platform.linux;

import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;

/// What we call of systemd-logind, org.freedesktop.login1(5).
@DBusInterfaceName("org.freedesktop.login1.Manager")
interface Login1 extends DBusInterface {
  String SERVICE = "org.freedesktop.login1";
  String OBJECT = "/org/freedesktop/login1";

  /// What everybody who is logged in at a terminal reads before it happens.
  void SetWallMessage(String message, boolean enable);

  /// @param type `reboot` or `poweroff`
  /// @param usec when, in microseconds since 1970
  void ScheduleShutdown(String type, UInt64 usec);

  /// @return whether anything was scheduled
  boolean CancelScheduledShutdown();

  void LockSessions();

  /// Ends every session of that user, and all that runs in them.
  void TerminateUser(UInt32 uid);
}
