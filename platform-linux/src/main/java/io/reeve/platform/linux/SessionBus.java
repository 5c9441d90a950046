package io.reeve.platform.linux;

import io.reeve.core.spi.NotApplicableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The bus of a user session.
final class SessionBus {
  private SessionBus() {}

  /// Where it is for this process: `DBUS_SESSION_BUS_ADDRESS`, or the usual socket of the user.
  ///
  /// @throws NotApplicableException when there is none
  static String address(Map<String, String> environment) throws NotApplicableException {
    var named = environment.getOrDefault("DBUS_SESSION_BUS_ADDRESS", "");
    if (!named.isBlank()) {
      return named;
    }
    var runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    var socket = Path.of(runtime.isBlank() ? "/nonexistent" : runtime, "bus");
    if (Files.exists(socket)) {
      return "unix:path=" + socket;
    }
    throw new NotApplicableException(
        "there is no D-Bus session bus (DBUS_SESSION_BUS_ADDRESS is not set)");
  }
}
