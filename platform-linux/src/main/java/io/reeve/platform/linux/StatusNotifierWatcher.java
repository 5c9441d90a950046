package io.reeve.platform.linux;

import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;

/// Whom icons tell that they are there.
@DBusInterfaceName(StatusNotifierWatcher.NAME)
interface StatusNotifierWatcher extends DBusInterface {
  String NAME = "org.kde.StatusNotifierWatcher";
  String OBJECT = "/StatusNotifierWatcher";

  void RegisterStatusNotifierItem(String service);
}
