package io.reeve.platform.linux;

import io.reeve.core.spi.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /// Whoever is at the machine now.
  ///
  /// @throws IOException when nobody is
  static LocalUser active(Commands commands) throws IOException {
    var session = ask(commands, "show-seat", "seat0", "ActiveSession");
    if (session.isEmpty()) {
      throw new IOException("nobody is at the machine now");
    }
    var uid = ask(commands, "show-session", session, "User");
    var entry = commands.run(List.of(GETENT, "passwd", uid), QUICK).out().strip().split(":");
    if (entry.length < FIELDS || !entry[2].equals(uid) || uid.equals("0")) {
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

  /// Makes these files the user's.
  void own(List<Path> files) throws IOException {
    if (account.isEmpty()) {
      return;
    }
    for (var file : files) {
      var owner =
          file.getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(account.get().name);
      Files.setOwner(file, owner);
    }
  }
}
