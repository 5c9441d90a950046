package io.reeve.platform.linux;

import io.reeve.core.spi.Mechanism;
import java.io.IOException;
import java.util.Set;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.interfaces.Properties.PropertiesChanged;

/// Tells of changes that systemd's manager announces: unit files enabled, disabled or masked,
/// reloads, and units of ours that start or stop. It does not announce who did it.
final class UnitWatch {
  private static final String UNIT = Units.SYSTEMD + ".Unit";
  private final Set<String> units;
  private final Mechanism.Listener listener;

  private UnitWatch(Set<String> units, Mechanism.Listener listener) {
    this.units = units;
    this.listener = listener;
  }

  /// @param units whose starts and stops are told; may grow while the watch is on
  static Mechanism.Watch start(String address, Set<String> units, Mechanism.Listener listener)
      throws IOException {
    var bus = SystemBus.open(address);
    try {
      new UnitWatch(units, listener).begin(bus);
      return bus::close;
    } catch (DBusException | DBusExecutionException e) {
      bus.close();
      throw new IOException("systemd's manager tells of no changes: " + e.getMessage(), e);
    }
  }

  /// Signals are taken from the manager alone: anybody on the bus can send some that look alike.
  /// After `systemctl daemon-reexec` the manager is another one.
  private void begin(SystemBus bus) throws IOException, DBusException {
    var connection = bus.connection();
    connection.addSigHandler(
        DBus.NameOwnerChanged.class,
        signal -> {
          if (signal.name.equals(Units.SYSTEMD) && !signal.newOwner.isEmpty()) {
            again(bus);
          }
        });
    listen(bus);
  }

  private void again(SystemBus bus) {
    try {
      listen(bus);
    } catch (IOException | DBusException | DBusExecutionException e) {
      org.slf4j.LoggerFactory.getLogger(UnitWatch.class)
          .warn("systemd has begun anew and tells of no changes: {}", e.getMessage());
    }
    listener.changed("");
  }

  private void listen(SystemBus bus) throws IOException, DBusException {
    var connection = bus.connection();
    var owner =
        bus.object("org.freedesktop.DBus", "/org/freedesktop/DBus", DBus.class)
            .GetNameOwner(Units.SYSTEMD);
    connection.addSigHandler(Systemd1.UnitFilesChanged.class, owner, _ -> listener.changed(""));
    connection.addSigHandler(
        Systemd1.Reloading.class,
        owner,
        signal -> {
          if (!signal.begins) {
            listener.changed("");
          }
        });
    connection.addSigHandler(PropertiesChanged.class, owner, this::properties);
    bus.systemd().Subscribe();
  }

  private void properties(PropertiesChanged signal) {
    boolean activity =
        signal.getInterfaceName().equals(UNIT)
            && (signal.getPropertiesChanged().containsKey("ActiveState")
                || signal.getPropertiesRemoved().contains("ActiveState"));
    if (activity && units.stream().anyMatch(unit -> signal.getPath().equals(path(unit)))) {
      listener.changed("");
    }
  }

  /// The object path of a unit, by systemd's rule for making one.
  static String path(String unit) {
    var path = new StringBuilder("/org/freedesktop/systemd1/unit/");
    for (int i = 0; i < unit.length(); i++) {
      char c = unit.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (digit && i > 0);
      path.append(plain ? String.valueOf(c) : "_%02x".formatted((int) c));
    }
    return path.toString();
  }
}
