package io.reeve.platform.linux;

import io.reeve.core.spi.NotApplicableException;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Keeps a machine from being left without anybody who can administer it.
final class Administrators {
  private static final List<String> GROUPS = List.of("sudo", "wheel", "admin");
  private static final String ROOT = "root";

  private Administrators() {}

  /// Refuses a change after which no administrator could log in any more. Where there is none
  /// already, only a change that takes somebody away is refused.
  ///
  /// @param goals the members that groups are about to get
  /// @throws IOException when it would leave nobody
  static void guard(Accounts accounts, Map<String, List<String>> goals, Clock clock)
      throws IOException {
    if (goals.keySet().stream().noneMatch(GROUPS::contains)) {
      return;
    }
    var now = new LinkedHashSet<String>();
    var then = new LinkedHashSet<String>();
    for (var group : GROUPS) {
      var members = accounts.effectiveMembers(group);
      now.addAll(members);
      then.addAll(goals.containsKey(group) ? goals.get(group) : members);
    }
    if (!then.containsAll(now) && !anyCanLogIn(accounts, then, clock)) {
      throw new IOException(
          "it would leave no administrator who can log in (there would be %s)"
              .formatted(then.isEmpty() ? "nobody" : String.join(", ", then)));
    }
  }

  /// Whether somebody administers the machine: root, and who belongs to a group that may do all.
  static boolean are(Accounts accounts, String name) throws IOException {
    boolean any = name.equals(ROOT);
    for (var group : GROUPS) {
      any = any || accounts.effectiveMembers(group).contains(name);
    }
    return any;
  }

  /// Refuses to take away the last administrator who can log in.
  ///
  /// @param name who is about to be disabled
  /// @throws NotApplicableException when nobody else could administer the machine
  static void guardWithout(Accounts accounts, String name, Clock clock) throws IOException {
    var all = new LinkedHashSet<String>();
    for (var group : GROUPS) {
      all.addAll(accounts.effectiveMembers(group));
    }
    all.add(ROOT);
    if (all.remove(name) && canLogIn(accounts, name, clock)) {
      for (var other : all) {
        if (canLogIn(accounts, other, clock)) {
          return;
        }
      }
      throw new NotApplicableException(
          name + " is the last administrator of this machine who can log in");
    }
  }

  private static boolean anyCanLogIn(Accounts accounts, Set<String> names, Clock clock)
      throws IOException {
    for (var name : names) {
      if (canLogIn(accounts, name, clock)) {
        return true;
      }
    }
    return canLogIn(accounts, ROOT, clock);
  }

  /// Has a password that is not locked, an account that is not disabled by its age, and a shell. An
  /// account of a directory has no local password; that it exists is all that can be told of it.
  private static boolean canLogIn(Accounts accounts, String name, Clock clock) throws IOException {
    var account = accounts.account(name);
    if (account.isEmpty() || !Accounts.hasShell(account.get())) {
      return false;
    }
    var shadow = accounts.shadow(name);
    if (shadow.isEmpty()) {
      return !account.get().get(1).equals("x");
    }
    var fields = shadow.get();
    return Accounts.hasPassword(fields) && !Aging.of(fields).isOver(clock);
  }
}
