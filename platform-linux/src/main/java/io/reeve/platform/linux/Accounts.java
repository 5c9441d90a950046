package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.PendingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The accounts and groups of the machine: as its resolver sees them, directories of the network
/// included, or as a scratch root's files say.
final class Accounts {
  static final String TOOL = "/usr/bin/gpasswd";
  static final String GROUPS = "/etc/group";
  static final String SHADOW = "/etc/shadow";
  private static final String ACCOUNTS = "/etc/passwd";
  private static final String DEFINITIONS = "/etc/login.defs";
  private static final String GETENT = "/usr/bin/getent";
  private static final String ID = "/usr/bin/id";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /// What can be an account here, with a directory's realm behind an at sign; never an option.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,255}\\$?");

  /// What programs of shadow-utils wait for each other at, up to 15 s (lckpwdf(3)).
  private static final String LOCK = "/etc/.pwd.lock";

  private final Host host;
  private final Optional<OthersAtWork> others;

  Accounts(Host host) {
    this(host, Optional.empty());
  }

  /// @param others waits beside the loop for whoever changes accounts now
  Accounts(Host host, OthersAtWork others) {
    this(host, Optional.of(others));
  }

  private Accounts(Host host, Optional<OthersAtWork> others) {
    this.host = host;
    this.others = others;
  }

  static List<String> names(String commas) {
    return commas.isEmpty() ? List.of() : List.of(commas.split(","));
  }

  Set<Path> files() {
    return Set.of(host.path(GROUPS));
  }

  Set<Path> agingFiles() {
    return Set.of(host.path(SHADOW), host.path(ACCOUNTS));
  }

  /// The local accounts of people, by the range of numbers that login.defs(5) keeps for them, who
  /// can log in.
  List<String> people() throws IOException {
    long least = leastOfPeople();
    long most = definition("UID_MAX", 60_000);
    return lines("passwd").stream()
        .map(line -> List.of(line.split(":", -1)))
        .filter(fields -> fields.size() == 7 && hasShell(fields))
        .filter(fields ->
            Facts.parseNumber(fields.get(2)).filter(id -> id >= least && id <= most).isPresent())
        .map(List::getFirst)
        .filter(name -> NAME.matcher(name).matches())
        .toList();
  }

  /// The number from which on accounts are people's; a directory's may be over the local range.
  long leastOfPeople() throws IOException {
    return definition("UID_MIN", 1000);
  }

  private long definition(String key, long otherwise) throws IOException {
    var file = host.path(DEFINITIONS);
    if (!Files.exists(file)) {
      return otherwise;
    }
    return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length > 1 && words[0].equals(key))
        .reduce((_, last) -> last)
        .flatMap(words -> Facts.parseNumber(words[1]))
        .orElse(otherwise);
  }

  /// Whether an account's fields (passwd(5)) name a shell to log in with.
  static boolean hasShell(List<String> fields) {
    return !fields.getLast().matches(".*/(nologin|false)");
  }

  /// Whether an account's shadow(5) fields hold a password that is not locked.
  static boolean hasPassword(List<String> shadow) {
    return !shadow.get(1).isEmpty() && !shadow.get(1).matches("[!*].*");
  }

  /// A line of a database of the resolver, its fields; empty when it has no such name.
  private Optional<List<String>> entry(String database, String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    if (host.isScratch()) {
      return lines(database).stream()
          .map(line -> List.of(line.split(":", -1)))
          .filter(fields -> fields.getFirst().equals(name))
          .findFirst();
    }
    var result = host.commands().run(List.of(GETENT, database, "--", name), DEADLINE);
    return switch (result.exit()) {
      case 0 -> Optional.of(List.of(result.out().strip().split(":", -1)));
      case 2 -> Optional.empty();
      default -> throw new IOException("getent " + database + " failed: " + result.err().strip());
    };
  }

  /// Everybody may write any byte into their own line (chfn): that must not make it unreadable.
  private List<String> lines(String database) throws IOException {
    var file = host.path("/etc/" + database);
    return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.of();
  }

  boolean hasGroup(String name) throws IOException {
    return entry("group", name).isPresent();
  }

  /// @throws IOException when there is no such account
  void need(String name) throws IOException {
    if (entry("passwd", name).isEmpty()) {
      throw new IOException("this machine has no account '" + name + "'");
    }
  }

  /// An account's fields (passwd(5)); empty when there is none.
  Optional<List<String>> account(String name) throws IOException {
    return entry("passwd", name);
  }

  /// Whether the machine itself has the account, and not only a directory.
  boolean isLocal(String name) throws IOException {
    return NAME.matcher(name).matches()
        && lines("passwd").stream().anyMatch(line -> line.startsWith(name + ":"));
  }

  /// An account's password and ages (shadow(5)); empty when the machine itself has none for it.
  Optional<List<String>> shadow(String name) throws IOException {
    return entry("shadow", name);
  }

  /// Who is listed in the group, in the file's order.
  List<String> members(String group) throws IOException {
    var fields = entry("group", group);
    return fields.filter(f -> f.size() == 4).map(f -> names(f.get(3))).orElse(List.of());
  }

  /// Whether somebody belongs to the group, by the list or as the primary group; nobody who does
  /// not exist.
  boolean belongs(String name, String group) throws IOException {
    var gid = entry("group", group).filter(f -> f.size() == 4).map(f -> f.get(2));
    var account = entry("passwd", name);
    if (gid.isEmpty() || account.isEmpty()) {
      return false;
    }
    if (host.isScratch()) {
      return account.get().get(3).equals(gid.get()) || members(group).contains(name);
    }
    var result = host.commands().run(List.of(ID, "-G", "--", name), DEADLINE);
    if (!result.ok()) {
      throw new IOException("id " + name + " failed: " + result.err().strip());
    }
    return List.of(result.out().strip().split(" ")).contains(gid.get());
  }

  /// Everybody who belongs to the group: those listed who exist, and those whose primary group it
  /// is.
  Set<String> effectiveMembers(String group) throws IOException {
    var members = new TreeSet<String>();
    for (var name : members(group)) {
      if (entry("passwd", name).isPresent()) {
        members.add(name);
      }
    }
    var gid = entry("group", group).filter(f -> f.size() == 4).map(f -> f.get(2)).orElse("");
    lines("passwd").stream()
        .map(line -> line.split(":", -1))
        .filter(fields -> fields.length == 7 && fields[3].equals(gid))
        .forEach(fields -> members.add(fields[0]));
    return members;
  }

  /// Makes these the group's members, with as few changes as it takes.
  ///
  /// @throws IOException when gpasswd refuses
  void setMembers(String group, List<String> goal) throws IOException {
    var now = members(group);
    if (now.equals(goal)) {
      return;
    }
    var gone = new LinkedHashSet<>(now);
    goal.forEach(gone::remove);
    var come = new LinkedHashSet<>(goal);
    now.forEach(come::remove);
    for (var name : gone) {
      gpasswd("-d", name, group);
    }
    for (var name : come) {
      gpasswd("-a", name, group);
    }
    if (!members(group).equals(goal) && allExist(goal)) {
      gpasswd("-M", String.join(",", goal), group);
    }
  }

  private boolean allExist(List<String> names) throws IOException {
    for (var name : names) {
      if (entry("passwd", name).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private void gpasswd(String option, String names, String group) throws IOException {
    change(TOOL, option, names, group);
  }

  /// Runs one of the programs of shadow-utils, which lock the files they change.
  ///
  /// @throws PendingException when somebody else has them locked, as vipw(8) does for as long as
  ///   its editor is open, and there is somebody who waits for that
  /// @throws IOException when it refuses
  void change(String program, String... arguments) throws IOException {
    if (others.isPresent()) {
      others.orElseThrow().giveWay(List.of(host.path(LOCK)));
    }
    new LockDrafts(host).clear();
    var command = new ArrayList<>(List.of(program));
    if (host.isScratch()) {
      command.addAll(List.of("--root", host.root().toString()));
    }
    command.addAll(List.of(arguments));
    var result = host.commands().run(command, DEADLINE);
    if (!result.ok()) {
      throw new IOException(
          "%s %s failed: %s".formatted(program, String.join(" ", arguments), result.err().strip()));
    }
  }
}
