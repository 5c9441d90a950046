package io.reeve.platform.linux;

import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;

/// Whether a desktop's screen is locked; GNOME's and everybody else's have the same method.
interface ScreenSaver {
  @DBusInterfaceName("org.freedesktop.ScreenSaver")
  interface Freedesktop extends DBusInterface {
    boolean GetActive();
  }

  @DBusInterfaceName("org.gnome.ScreenSaver")
  interface Gnome extends DBusInterface {
    boolean GetActive();
  }

  /// What programs asked GNOME's session not to do; MATE and Cinnamon have it, too.
  @DBusInterfaceName("org.gnome.SessionManager")
  interface Inhibitors extends DBusInterface {
    /// @param flags 8: that the session becomes idle, which who presents does not want
    boolean IsInhibited(org.freedesktop.dbus.types.UInt32 flags);
  }
}
