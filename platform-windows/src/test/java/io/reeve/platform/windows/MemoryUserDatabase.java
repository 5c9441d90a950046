package io.reeve.platform.windows;

import io.reeve.core.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Accounts in memory, as a German Windows has them.
final class MemoryUserDatabase implements UserDatabase {
  private static final int NORMAL = 0x201;
  private final Map<String, User> users = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, String> passwords = new TreeMap<>();
  final List<String> calls = new ArrayList<>();

  MemoryUserDatabase() {
    given("Administrator", 500, NORMAL | 2, "Vordefiniertes Konto", false);
    given("alice", 1001, NORMAL, "", false);
    given("bob", 1002, NORMAL, "", true);
  }

  private void given(String name, int number, int flags, String comment, boolean online) {
    var sid = MemoryLocalAccounts.MACHINE + "-" + number;
    users.put(name, new User(name, sid, 513, comment, flags, online));
  }

  @Override
  public List<User> users() {
    return List.copyOf(users.values());
  }

  @Override
  public List<Group> groups() {
    return List.of(new Group("Administratoren", "Haben Vollzugriff"), new Group("Benutzer", ""));
  }

  @Override
  public Optional<User> user(String name) {
    return Optional.ofNullable(users.get(name));
  }

  @Override
  public void setPassword(String user, Secret password) {
    passwords.put(user, new String(password.copy(), StandardCharsets.UTF_8));
  }

  @Override
  public boolean isPassword(String user, Secret password) {
    return new String(password.copy(), StandardCharsets.UTF_8).equals(passwords.get(user));
  }

  @Override
  public void setFlags(String user, int flags) {
    calls.add(user + " " + Integer.toHexString(flags));
    var was = user(user).orElseThrow();
    users.put(
        user, new User(was.name(), was.sid(), was.group(), was.comment(), flags, was.online()));
  }
}
