package io.reeve.platform.linux;

import java.util.List;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;

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

  /// Asks for the signals below.
  void Subscribe();

  /// The unit's object; a unit that there is not has one too, and says so.
  DBusPath LoadUnit(String unit);

  DBusPath StartUnit(String unit, String mode);

  DBusPath StopUnit(String unit, String mode);

  DBusPath ReloadOrTryRestartUnit(String unit, String mode);

  /// A job has ended.
  final class JobRemoved extends DBusSignal {
    final DBusPath job;
    final String result;

    public JobRemoved(String from, UInt32 id, DBusPath job, String unit, String result)
        throws DBusException {
      super(from, id, job, unit, result);
      this.job = job;
      this.result = result;
    }
  }

  /// Unit files were enabled, disabled or masked.
  final class UnitFilesChanged extends DBusSignal {
    public UnitFilesChanged(String from) throws DBusException {
      super(from);
    }
  }

  /// The manager reads its unit files anew, or has done so.
  final class Reloading extends DBusSignal {
    final boolean begins;

    public Reloading(String from, boolean begins) throws DBusException {
      super(from, begins);
      this.begins = begins;
    }
  }

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
