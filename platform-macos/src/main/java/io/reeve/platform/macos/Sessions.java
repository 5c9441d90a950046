package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Who is logged in at the Mac's screen, as the window server tells the kernel (`IOConsoleUsers`).
record Sessions(Tools tools) {
  /// A session with a desktop.
  ///
  /// @param seen whether it is the one that is on the screen
  /// @param locked whether it wants a password before it shows anything
  record Session(String user, String uid, boolean seen, boolean locked) {}

  List<Session> all() throws IOException {
    return parse(tools.plist("/usr/sbin/ioreg", "-a", "-d", "1", "-n", "Root"));
  }

  /// Reads what `ioreg -a -d 1 -n Root` writes. A session that nobody has logged in to has no user.
  static List<Session> parse(JsonNode root) {
    var found = new ArrayList<Session>();
    for (var session : root.path("IOConsoleUsers")) {
      var user = session.path("kCGSSessionUserNameKey").asText();
      var uid = session.path("kCGSSessionUserIDKey").asText();
      boolean person = !user.isEmpty() && !user.startsWith("_") && uid.matches("[1-9]\\d{0,9}");
      if (person) {
        found.add(
            new Session(
                user,
                uid,
                session.path("kCGSSessionOnConsoleKey").asBoolean(),
                session.path("CGSSessionScreenIsLocked").asBoolean()));
      }
    }
    return found;
  }
}
