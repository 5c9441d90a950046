package io.reeve.platform.linux;

import java.io.File;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBus;

/// A D-Bus of a test's own, with the services it starts there.
final class PrivateBus {
  private final Path socket;
  private final List<Process> processes = new ArrayList<>();

  private PrivateBus(Path socket) {
    this.socket = socket;
  }

  /// Starts it in a folder, which gets an `etc` for its services as well.
  static PrivateBus start(Path folder) throws IOException, InterruptedException {
    var bus = new PrivateBus(folder.resolve("bus"));
    var config = folder.resolve("bus.conf");
    Files.writeString(config, config(bus.socket));
    var etc = Files.createDirectory(folder.resolve("etc"));
    for (var name : List.of("passwd", "group", "nsswitch.conf", "machine-id", "ld.so.cache")) {
      if (Files.exists(Path.of("/etc", name))) {
        Files.copy(Path.of("/etc", name), etc.resolve(name));
      }
    }
    bus.spawn(
        List.of("/usr/bin/dbus-daemon", "--config-file=" + config, "--nofork", "--nopidfile"));
    bus.await(bus::listens);
    return bus;
  }

  String address() {
    return "unix:path=" + socket;
  }

  /// Its socket is there a moment before it takes connections.
  private boolean listens() {
    try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Starts a service and waits until it has its name.
  void service(String name, List<String> command) throws IOException, InterruptedException {
    spawn(command);
    await(() -> hasOwner(name));
  }

  private boolean hasOwner(String name) {
    try (var connection = DBusConnectionBuilder.forAddress(address()).withShared(false).build()) {
      return connection
          .getRemoteObject("org.freedesktop.DBus", "/org/freedesktop/DBus", DBus.class)
          .NameHasOwner(name);
    } catch (DBusException | IOException e) {
      return false;
    }
  }

  private void spawn(List<String> command) throws IOException {
    var builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"));
    builder.environment().put("DBUS_SYSTEM_BUS_ADDRESS", address());
    builder.redirectErrorStream(true).redirectOutput(socket.resolveSibling("log").toFile());
    processes.add(builder.start());
  }

  /// Waits for something outside that gives no sign, by asking.
  private void await(java.util.function.BooleanSupplier done)
      throws IOException, InterruptedException {
    for (int i = 0; !done.getAsBoolean(); i++) {
      if (i == 1200) {
        throw new IOException("not there: " + Files.readString(socket.resolveSibling("log")));
      }
      if (processes.getLast().waitFor(50, TimeUnit.MILLISECONDS)) {
        throw new IOException("ended: " + Files.readString(socket.resolveSibling("log")));
      }
    }
  }

  void stop() throws InterruptedException {
    for (var process : processes.reversed()) {
      process.destroyForcibly().waitFor();
    }
  }

  private static String config(Path socket) {
    return """
    <busconfig><type>system</type><listen>unix:path=%s</listen><auth>EXTERNAL</auth>
    <policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/>
    <allow send_destination="*"/><allow receive_sender="*"/></policy></busconfig>
    """
        .formatted(socket);
  }
}
