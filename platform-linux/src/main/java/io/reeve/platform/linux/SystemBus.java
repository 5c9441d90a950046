package io.reeve.platform.linux;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;

/// A connection to the system bus, open for one piece of work.
///
/// @param connection of dbus-java
record SystemBus(DBusConnection connection) implements AutoCloseable {
  /// dbus-java tells of every connection it makes; held here, for a logger that nobody holds
  /// forgets its level.
  private static final Logger LIBRARY = Logger.getLogger("org.freedesktop.dbus");

  static {
    LIBRARY.setLevel(Level.WARNING);
  }

  private static final String SOCKET = "/run/dbus/system_bus_socket";

  /// Where the bus is: `DBUS_SYSTEM_BUS_ADDRESS`, or the usual socket.
  static String address() {
    var named = System.getenv("DBUS_SYSTEM_BUS_ADDRESS");
    return named == null || named.isBlank() ? "unix:path=" + SOCKET : named;
  }

  /// Connects to the machine's own bus.
  ///
  /// @throws NotApplicableException when there is none
  static SystemBus open() throws IOException {
    return open(address());
  }

  static SystemBus open(String address) throws IOException {
    if (address.equals("unix:path=" + SOCKET) && !Files.exists(Path.of(SOCKET))) {
      throw new NotApplicableException("there is no D-Bus system bus (" + SOCKET + ")");
    }
    try {
      return new SystemBus(DBusConnectionBuilder.forAddress(address).withShared(false).build());
    } catch (DBusException e) {
      throw new IOException(
          "cannot reach the D-Bus system bus at " + address + ": " + e.getMessage(), e);
    }
  }

  Hostname1 hostnamed() throws IOException {
    return object("org.freedesktop.hostname1", "/org/freedesktop/hostname1", Hostname1.class);
  }

  Systemd1 systemd() throws IOException {
    return object("org.freedesktop.systemd1", "/org/freedesktop/systemd1", Systemd1.class);
  }

  /// A text property.
  String text(String service, String path, String face, String property) throws IOException {
    try {
      return object(service, path, Properties.class).<String>Get(face, property);
    } catch (DBusExecutionException e) {
      throw failure("Get " + property, e);
    }
  }

  /// Every property of one interface of an object.
  Map<String, Variant<?>> properties(String service, String path, String face) throws IOException {
    try {
      return object(service, path, Properties.class).GetAll(face);
    } catch (DBusExecutionException e) {
      throw failure("GetAll " + face, e);
    }
  }

  /// Whether a service is on the bus now.
  boolean has(String service) throws IOException {
    try {
      return object("org.freedesktop.DBus", "/org/freedesktop/DBus", DBus.class)
          .NameHasOwner(service);
    } catch (DBusExecutionException e) {
      throw failure("NameHasOwner " + service, e);
    }
  }

  <T extends DBusInterface> T object(String service, String path, Class<T> face)
      throws IOException {
    try {
      return connection.getRemoteObject(service, path, face);
    } catch (DBusException e) {
      throw new IOException(service + " does not answer: " + e.getMessage(), e);
    }
  }

  /// The service's error as ours.
  static OsException failure(String call, DBusExecutionException e) {
    var failure = new OsException(call, 0, e.getMessage() == null ? e.toString() : e.getMessage());
    failure.initCause(e);
    return failure;
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
