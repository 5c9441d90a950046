package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.spi.LocalAccounts;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import io.reeve.core.spi.Secret;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// The accounts of this Mac's own directory node.
///
/// One with a SecureToken opens FileVault: macOS changes its password only for who knows the old
/// one, so it is refused. What disables an account is the mark of pwpolicy(8), which every way to
/// log in asks for, also one by a key.
record MacAccounts(Tools tools, Groups groups, AccountPasswords passwords)
    implements LocalAccounts {
  private static final String ADMINISTRATORS = "admin";
  private static final String PWPOLICY = "/usr/bin/pwpolicy";
  private static final String AUTHORITY = "dsAttrTypeStandard:AuthenticationAuthority";

  @Override
  public String administrator() throws IOException {
    throw new NotApplicableException(
        "macOS comes with no administrator's account but root's, by which nobody can log in; name"
            + " one");
  }

  @Override
  public void needSettable(String account) throws IOException {
    known(account);
    needAdministrators(account);
    // It tells among its remarks.
    var ran = tools.run("/usr/sbin/sysadminctl", "-secureTokenStatus", account);
    var said = ran.out() + ran.err();
    if (said.contains("ENABLED")) {
      throw new NotApplicableException(
          ("the account '%s' has a SecureToken: macOS changes its password only with the old one,"
                  + " or FileVault would not know the new")
              .formatted(account));
    }
    if (!said.contains("DISABLED")) {
      throw new OsException("sysadminctl -secureTokenStatus", ran.exit(), said.strip());
    }
  }

  /// A person's password is theirs: nobody else sets it, and least of all while they are here.
  private void needAdministrators(String account) throws IOException {
    if (!administrators().contains(account)) {
      throw new NotApplicableException(
          "the account '" + account + "' is none to administer this Mac by");
    }
    for (var session : new Sessions(tools).all()) {
      if (session.user().equals(account)) {
        throw new NotApplicableException("somebody is logged in by the account '" + account + "'");
      }
    }
  }

  private Set<String> administrators() throws IOException {
    return groups
        .members(ADMINISTRATORS)
        .orElseThrow(() -> new IOException("this Mac has no group " + ADMINISTRATORS));
  }

  @Override
  public void setPassword(String account, Secret password) throws IOException {
    needSettable(account);
    passwords.set(account, password);
  }

  @Override
  public boolean isPassword(String account, Secret password) throws IOException {
    known(account);
    return passwords.verify(account, password);
  }

  @Override
  public void disable(String account) throws IOException {
    var uid = known(account).path("dsAttrTypeStandard:UniqueID").path(0).asText();
    guard(account);
    if (!isDisabled(account)) {
      tools.text(PWPOLICY, "-u", account, "-disableuser");
      if (!isDisabled(account)) {
        throw new IOException("macOS did not disable the account '" + account + "'");
      }
    }
    endSessions(uid);
  }

  /// What is told as a failure is that there was nothing to end.
  private void endSessions(String uid) throws IOException {
    if (!uid.matches("[1-9]\\d{0,9}")) {
      throw new IOException("sessions of the user with number '" + uid + "' are not ended");
    }
    for (var domain : new String[] {"gui/", "user/"}) {
      tools.run("/bin/launchctl", "bootout", domain + uid);
    }
    tools.run("/usr/bin/pkill", "-KILL", "-U", uid);
  }

  private void guard(String account) throws IOException {
    var administrators = administrators();
    if (!administrators.contains(account)) {
      return;
    }
    for (var other : administrators) {
      if (!other.equals("root") && !other.equals(account) && groups.hasUser(other)) {
        if (!isDisabled(other)) {
          return;
        }
      }
    }
    throw new NotApplicableException(
        "nobody could administer this Mac without the account '" + account + "'");
  }

  @Override
  public void enable(String account) throws IOException {
    known(account);
    if (isDisabled(account)) {
      tools.text(PWPOLICY, "-u", account, "-enableuser");
      if (isDisabled(account)) {
        throw new IOException("macOS did not enable the account '" + account + "'");
      }
    }
  }

  private boolean isDisabled(String account) throws IOException {
    for (var authority : known(account).path(AUTHORITY)) {
      if (authority.asText().contains(";DisabledUser;")) {
        return true;
      }
    }
    return false;
  }

  private JsonNode known(String account) throws IOException {
    var record =
        LocalGroupsMechanism.isName(account) && !account.equals("root")
            ? groups.record("/Users/" + account, "UniqueID", "AuthenticationAuthority")
            : Optional.<JsonNode>empty();
    return record.orElseThrow(
        () -> new NotApplicableException("this Mac has no account '" + account + "' of its own"));
  }
}
