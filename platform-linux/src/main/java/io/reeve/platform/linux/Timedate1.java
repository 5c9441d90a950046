package io.reeve.platform.linux;

import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;

/// What we call of systemd-timedated.
@DBusInterfaceName("org.freedesktop.timedate1")
interface Timedate1 extends DBusInterface {
  String SERVICE = "org.freedesktop.timedate1";
  String OBJECT = "/org/freedesktop/timedate1";

  void SetNTP(boolean use, boolean interactive);
}
