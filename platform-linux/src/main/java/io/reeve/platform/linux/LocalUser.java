package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// As whom a script runs.
///
/// @param account the account's name and numbers; empty for the agent's own user
record LocalUser(Optional<Account> account) {
  private static final String LOGINCTL = "/usr/bin/loginctl";
  private static final String GETENT = "/usr/bin/getent";
  private static final Duration QUICK = Duration.ofSeconds(10);
  private static final int FIELDS = 7;

  record Account(String name, String uid, String gid, String home) {}

  static LocalUser system() {
    return new LocalUser(Optional.empty());
  }

  /// Whoever is at the machine now: a person, and neither its login screen nor an account of the
  /// system's that sets the machine up.
  ///
  /// @throws IOException when nobody is
  static LocalUser active(Host host) throws IOException {
    var commands = host.commands();
    var session = ask(commands, "show-seat", "seat0", "ActiveSession");
    if (session.isEmpty()) {
      throw new IOException("nobody is at the machine now");
    }
    if (!ask(commands, "show-session", session, "Class").equals("user")) {
      throw new IOException("nobody is at the machine now, only its login screen");
    }
    if (!ask(commands, "show-session", session, "State").equals("active")) {
      throw new IOException("whoever was at the machine is just leaving it");
    }
    var uid = ask(commands, "show-session", session, "User");
    var entry = commands.run(List.of(GETENT, "passwd", uid), QUICK).out().strip().split(":");
    long least = new Accounts(host).leastOfPeople();
    if (entry.length < FIELDS
        || !entry[2].equals(uid)
        || Facts.parseNumber(uid).filter(number -> number >= least).isEmpty()) {
      throw new IOException("whoever is at the machine has no account of their own: '" + uid + "'");
    }
    return new LocalUser(Optional.of(new Account(entry[0], uid, entry[3], entry[5])));
  }

  private static String ask(Commands commands, String verb, String of, String property)
      throws IOException {
    var said = commands.run(List.of(LOGINCTL, verb, of, "-p", property, "--value"), QUICK);
    return said.ok() ? said.out().strip() : "";
  }

  /// What comes before a command so that it runs as this user.
  List<String> prefix(String setpriv) {
    return account
        .map(each ->
            List.of(
                setpriv,
                "--reuid",
                each.uid,
                "--regid",
                each.gid,
                "--init-groups",
                "--inh-caps=-all",
                "--bounding-set=-all",
                "--no-new-privs",
                "--"))
        .orElse(List.of());
  }

  Map<String, String> environment() {
    return account
        .map(each ->
            Map.of(
                "HOME", each.home,
                "USER", each.name,
                "LOGNAME", each.name,
                "XDG_RUNTIME_DIR", "/run/user/" + each.uid,
                "DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/user/" + each.uid + "/bus"))
        .orElse(Map.of("HOME", "/root", "USER", "root", "LOGNAME", "root"));
  }

  /// Lets the user read the files and write in the one folder. The rest stays root's, the folder
  /// above first of all: what the user owned there could be exchanged for a link to anything.
  void lend(Path above, List<Path> files, Path home) throws IOException {
    if (account.isEmpty()) {
      return;
    }
    var group = Integer.valueOf(account.get().gid);
    for (var file : files) {
      Files.setAttribute(file, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    Files.setAttribute(home, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(
        home, "unix:uid", Integer.valueOf(account.get().uid), LinkOption.NOFOLLOW_LINKS);
    Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwx--x--x"));
  }
}
