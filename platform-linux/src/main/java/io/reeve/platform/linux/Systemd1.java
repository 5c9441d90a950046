package io.reeve.platform.linux;

import java.util.List;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.interfaces.DBusInterface;

/// What we call of systemd's manager. Answers that we have no use for are declared void.
@DBusInterfaceName("org.freedesktop.systemd1.Manager")
interface Systemd1 extends DBusInterface {
  String GetUnitFileState(String unit);

  void MaskUnitFiles(List<String> units, boolean runtime, boolean force);

  void UnmaskUnitFiles(List<String> units, boolean runtime);

  Enabled<Boolean, List<Change>> EnableUnitFiles(
      List<String> units, boolean runtime, boolean force);

  void DisableUnitFiles(List<String> units, boolean runtime);

  void Reload();

  DBusPath StopUnit(String unit, String mode);

  DBusPath ReloadOrTryRestartUnit(String unit, String mode);

  /// The two answers of `EnableUnitFiles`, which dbus-java must be told of.
  final class Enabled<A, B> extends Tuple {
    @Position(0)
    final A carriesInstallInfo;

    @Position(1)
    final B changes;

    public Enabled(A carriesInstallInfo, B changes) {
      this.carriesInstallInfo = carriesInstallInfo;
      this.changes = changes;
    }
  }

  /// A link made or removed.
  final class Change extends Struct {
    @Position(0)
    final String type;

    @Position(1)
    final String file;

    @Position(2)
    final String destination;

    public Change(String type, String file, String destination) {
      this.type = type;
      this.file = file;
      this.destination = destination;
    }
  }
}
