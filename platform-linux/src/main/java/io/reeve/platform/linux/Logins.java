package io.reeve.platform.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.types.Variant;

/// The sessions of people, as logind has them.
///
/// @param bus the system's
record Logins(SystemBus bus) {
  private static final String SESSION = "org.freedesktop.login1.Session";
  private static final Set<String> SCREENS = Set.of("x11", "wayland", "mir");
  private static final int MOST = 256;

  /// A session.
  ///
  /// @param terminal such as `pts/0`; may be empty
  record Login(
      String id,
      String user,
      long uid,
      String terminal,
      boolean screen,
      boolean active,
      boolean remote,
      boolean locked,
      boolean idle) {}

  List<Login> all() throws IOException {
    try {
      var found = new ArrayList<Login>();
      for (var listed : bus.object(Login1.SERVICE, Login1.OBJECT, Login1.class).ListSessions()) {
        if (found.size() < MOST) {
          var properties = bus.properties(Login1.SERVICE, listed.path().getPath(), SESSION);
          if (isPerson(properties)) {
            found.add(login(listed, properties));
          }
        }
      }
      return found;
    } catch (DBusExecutionException e) {
      throw SystemBus.failure("ListSessions", e);
    }
  }

  private static boolean isPerson(Map<String, Variant<?>> properties) {
    return text(properties, "Class").equals("user") && !text(properties, "State").equals("closing");
  }

  private static Login login(Login1.Session listed, Map<String, Variant<?>> properties) {
    return new Login(
        listed.id(),
        listed.user(),
        listed.uid().longValue(),
        text(properties, "TTY"),
        SCREENS.contains(text(properties, "Type")),
        is(properties, "Active"),
        is(properties, "Remote"),
        is(properties, "LockedHint"),
        is(properties, "IdleHint"));
  }

  private static String text(Map<String, Variant<?>> properties, String name) {
    var value = properties.get(name);
    return value == null ? "" : String.valueOf(value.getValue());
  }

  private static boolean is(Map<String, Variant<?>> properties, String name) {
    return text(properties, name).equals("true");
  }
}
