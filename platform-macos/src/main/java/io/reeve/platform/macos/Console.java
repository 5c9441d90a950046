package io.reeve.platform.macos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A person with an account, and how to run something as them in their session.
///
/// @param name the account
/// @param uid its number
/// @param gid its first group's
/// @param groups every group it belongs to
/// @param home its folder
record Console(String name, String uid, String gid, List<String> groups, String home) {
  /// The most that the kernel keeps for a process (NGROUPS_MAX).
  private static final int MOST_GROUPS = 16;

  Console {
    groups = List.copyOf(groups);
  }

  /// Whoever is at the Mac now. Empty when nobody is: the login window is root's, and Setup
  /// Assistant has a user of its own.
  static Optional<Console> user(Tools tools) throws IOException {
    var name = tools.text("/usr/bin/stat", "-f", "%Su", "/dev/console").strip();
    if (name.equals("root") || name.equals("loginwindow") || name.startsWith("_")) {
      return Optional.empty();
    }
    return of(tools, name);
  }

  /// The account of that name; empty when it is none that a person may have.
  static Optional<Console> of(Tools tools, String name) throws IOException {
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
    return whole
        ? Optional.of(new Console(name, uid, gid, groups(tools, name, gid), home))
        : Optional.empty();
  }

  /// The first group stands first; what is too many is left out, which only takes rights away.
  private static List<String> groups(Tools tools, String name, String gid) throws IOException {
    var groups = new ArrayList<>(List.of(gid));
    Arrays.stream(tools.text("/usr/bin/id", "-G", name).strip().split("\\s+"))
        .filter(group -> group.matches("\\d{1,10}") && !groups.contains(group))
        .limit(MOST_GROUPS - 1)
        .forEach(groups::add);
    return groups;
  }

  /// What comes before a command so that it runs as this person, in their session. Without `-G` it
  /// would keep the groups of root.
  List<String> prefix() {
    var launch = List.of("/bin/launchctl", "asuser", uid);
    var become = List.of("/usr/sbin/chroot", "-G", String.join(",", groups), "-g", gid, "-u", uid);
    return Stream.of(launch, become, List.of("/")).flatMap(List::stream).toList();
  }

  Map<String, String> environment() {
    return Map.of("HOME", home, "USER", name, "LOGNAME", name);
  }
}
