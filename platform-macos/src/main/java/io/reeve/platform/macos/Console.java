package io.reeve.platform.macos;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whoever is at the Mac now.
///
/// @param name the account
/// @param uid its number
/// @param gid its first group's
/// @param home its folder
record Console(String name, String uid, String gid, String home) {
  /// Empty when nobody is: the login window is root's, and Setup Assistant has a user of its own.
  static Optional<Console> user(Tools tools) throws IOException {
    var name = tools.text("/usr/bin/stat", "-f", "%Su", "/dev/console").strip();
    if (name.equals("root") || name.equals("loginwindow") || name.startsWith("_")) {
      return Optional.empty();
    }
    var record =
        tools.plist(
            "/usr/bin/dscl",
            "-plist",
            ".",
            "-read",
            "/Users/" + name,
            "UniqueID",
            "PrimaryGroupID",
            "NFSHomeDirectory");
    var uid = record.path("dsAttrTypeStandard:UniqueID").path(0).asText();
    var gid = record.path("dsAttrTypeStandard:PrimaryGroupID").path(0).asText();
    var home = record.path("dsAttrTypeStandard:NFSHomeDirectory").path(0).asText();
    boolean whole = uid.matches("[1-9]\\d{0,9}") && gid.matches("\\d{1,10}");
    return whole ? Optional.of(new Console(name, uid, gid, home)) : Optional.empty();
  }

  /// What comes before a command so that it runs as this person, in their session.
  List<String> prefix() {
    return List.of("/bin/launchctl", "asuser", uid, "/usr/sbin/chroot", "-u", uid, "-g", gid, "/");
  }

  Map<String, String> environment() {
    return Map.of("HOME", home, "USER", name, "LOGNAME", name);
  }
}
