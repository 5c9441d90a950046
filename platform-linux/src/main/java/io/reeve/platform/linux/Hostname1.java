package io.reeve.platform.linux;

import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;

/// What we call of systemd-hostnamed.
@DBusInterfaceName("org.freedesktop.hostname1")
interface Hostname1 extends DBusInterface {
  void SetStaticHostname(String name, boolean interactive);
}
