package io.reeve.platform.linux;

import java.util.List;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// A menu as panels ask for it: `com.canonical.dbusmenu`, version 3.
@DBusInterfaceName(DBusMenu.NAME)
public interface DBusMenu extends DBusInterface {
  String NAME = "com.canonical.dbusmenu";
  String OBJECT = "/MenuBar";

  /// @param parent of what is asked for; 0 for the whole
  /// @param depth how deep; -1 for all
  MenuLayout<UInt32, MenuItem> GetLayout(int parent, int depth, List<String> properties);

  List<MenuProperties> GetGroupProperties(List<Integer> ids, List<String> properties);

  Variant<?> GetProperty(int id, String name);

  /// @param event `clicked`, `opened`, `closed` or `hovered`
  void Event(int id, String event, Variant<?> data, UInt32 timestamp);

  /// @return the ids that are none
  List<Integer> EventGroup(List<MenuEvent> events);

  /// @return whether the layout has to be asked for anew
  boolean AboutToShow(int id);

  /// @return which layouts have to be asked for anew, and which ids are none
  MenuLayout<List<Integer>, List<Integer>> AboutToShowGroup(List<Integer> ids);

  /// The layout below a parent is another.
  final class LayoutUpdated extends DBusSignal {
    public LayoutUpdated(String path, UInt32 revision, int parent) throws DBusException {
      super(path, revision, parent);
    }
  }
}
