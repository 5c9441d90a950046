package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.LocalAccounts;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.types.UInt32;

/// The accounts of `/etc/passwd`, changed by the programs of shadow-utils, which lock the files.
///
/// A password goes in as its hash, by the standard input of `chpasswd -e`: the rules for passwords
/// that people choose (PAM) are not asked. An account is disabled by the day of its end
/// (shadow(5)), which every way in asks for; the one it had is kept and comes back.
record LinuxAccounts(Host host) implements LocalAccounts {
  private static final String ROOT = "root";
  private static final String CHPASSWD = "/usr/sbin/chpasswd";
  private static final String CHAGE = "/usr/bin/chage";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// The second day of 1970; the first would be 0, which some programs take for none.
  private static final String LONG_AGO = "1";

  private static final String NEVER = "-1";
  private static final int END = 7;

  private Accounts accounts() {
    return new Accounts(host);
  }

  @Override
  public String administrator() throws IOException {
    var shadow = accounts().shadow(ROOT);
    if (shadow.isEmpty() || !Accounts.hasPassword(shadow.get())) {
      throw new NotApplicableException(
          "root has no password on this machine; the account that administers it has to be named");
    }
    return ROOT;
  }

  @Override
  public void needSettable(String account) throws IOException {
    var fields = need(account);
    if (!Accounts.hasShell(fields)) {
      throw new NotApplicableException("nobody can log in as " + account + ", it has no shell");
    }
    long number = Facts.parseNumber(fields.get(2)).orElse(0L);
    if (!account.equals(ROOT) && number < accounts().leastOfPeople()) {
      throw new NotApplicableException(account + " is an account of the system's, not a person's");
    }
    if (!Administrators.are(accounts(), account)) {
      throw new NotApplicableException(
          account + " is no administrator of this machine; nobody else's password is set");
    }
    if (!hash(account).startsWith("$")) {
      throw new NotApplicableException(
          account + " has no password, or a locked one, and is not opened by a new one");
    }
    var _ = PasswordHash.of(Secret.of(new byte[] {'x'}));
  }

  private List<String> need(String account) throws IOException {
    if (!accounts().isLocal(account) || accounts().shadow(account).isEmpty()) {
      throw new NotApplicableException("this machine has no account '" + account + "' of its own");
    }
    return accounts().account(account).orElseThrow();
  }

  @Override
  public void setPassword(String account, Secret password) throws IOException {
    needSettable(account);
    var line = account + ":" + PasswordHash.of(password) + "\n";
    try (var input = Secret.of(line.getBytes(StandardCharsets.UTF_8))) {
      var root = host.isScratch() ? List.of("--root", host.root().toString()) : List.<String>of();
      var command = new ArrayList<>(List.of(CHPASSWD, "--encrypted"));
      command.addAll(root);
      var ran = host.commands().run(command, input, PATIENCE);
      if (!ran.ok()) {
        throw new IOException("chpasswd refused: " + ran.err().strip());
      }
    }
  }

  private String hash(String account) throws IOException {
    return accounts().shadow(account).filter(f -> f.size() > 1).map(f -> f.get(1)).orElse("");
  }

  @Override
  public boolean isPassword(String account, Secret password) throws IOException {
    var hash = hash(account).replaceFirst("^!+", "");
    return hash.startsWith("$") && PasswordHash.matches(password, hash);
  }

  @Override
  public void disable(String account) throws IOException {
    var fields = need(account);
    long number = Facts.parseNumber(fields.get(2)).orElse(0L);
    if (!account.equals(ROOT) && number < accounts().leastOfPeople()) {
      throw new NotApplicableException(account + " is an account of the system's, not a person's");
    }
    Administrators.guardWithout(accounts(), account, host.clock());
    var end = end(account);
    if (!end.equals(LONG_AGO)) {
      new FormerEnds(host).keep(account, end);
      accounts().change(CHAGE, "--expiredate", LONG_AGO, account);
    }
    endSessions(number);
  }

  private String end(String account) throws IOException {
    return accounts().shadow(account).filter(f -> f.size() > END).map(f -> f.get(END)).orElse("");
  }

  private void endSessions(long number) throws IOException {
    if (host.isScratch() || !Files.exists(host.path("/run/systemd/users/" + number))) {
      return;
    }
    try (var bus = SystemBus.open()) {
      bus.object(Login1.SERVICE, Login1.OBJECT, Login1.class).TerminateUser(new UInt32(number));
    } catch (DBusExecutionException e) {
      throw SystemBus.failure("TerminateUser " + number, e);
    }
  }

  @Override
  public void enable(String account) throws IOException {
    var _ = need(account);
    if (end(account).equals(LONG_AGO)) {
      var former = new FormerEnds(host);
      var end = former.of(account);
      accounts().change(CHAGE, "--expiredate", end.isEmpty() ? NEVER : end, account);
      former.forget(account);
    }
  }
}
