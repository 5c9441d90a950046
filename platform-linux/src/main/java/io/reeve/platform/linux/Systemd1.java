package io.reeve.platform.linux;

import java.util.List;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;

/// What we call of systemd's manager. Answers that we have no use for are declared void.
@DBusInterfaceName("org.freedesktop.systemd1.Manager")
interface Systemd1 extends DBusInterface {
  String GetUnitFileState(String unit);

  void MaskUnitFiles(List<String> units, boolean runtime, boolean force);

  void UnmaskUnitFiles(List<String> units, boolean runtime);

  void EnableUnitFiles(List<String> units, boolean runtime, boolean force);

  void DisableUnitFiles(List<String> units, boolean runtime);

  void Reload();

  DBusPath LoadUnit(String unit);

  DBusPath StopUnit(String unit, String mode);

  DBusPath ReloadOrTryRestartUnit(String unit, String mode);
}
