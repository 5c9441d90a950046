package io.reeve.platform.linux;

import java.util.List;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;

/// The desktop's file manager.
@DBusInterfaceName(FileManager1.NAME)
interface FileManager1 extends DBusInterface {
  String NAME = "org.freedesktop.FileManager1";
  String OBJECT = "/org/freedesktop/FileManager1";

  /// Shows files in their folders.
  void ShowItems(List<String> addresses, String startupId);
}
