package io.reeve.platform.windows;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Secret;
import java.io.IOException;

/// What is done to accounts of this machine once. Those of a directory are not looked at.
///
/// @param users the accounts
/// @param groups who belongs to which group
/// @param sessions of people
record MachineAccounts(UserDatabase users, LocalAccounts groups, Sessions sessions)
    implements io.reeve.core.spi.LocalAccounts {
  private static final long BUILT_IN = 500;

  /// The one that Windows itself has made, whatever it is called.
  @Override
  public String administrator() throws IOException {
    return users.users().stream()
        .filter(user -> user.number() == BUILT_IN)
        .map(UserDatabase.User::name)
        .findFirst()
        .orElseThrow(
            () -> new NotApplicableException("this machine has no administrator of its own"));
  }

  private UserDatabase.User need(String account) throws IOException {
    return users
        .user(account)
        .orElseThrow(() ->
            new NotApplicableException("this machine has no account '" + account + "' of its own"));
  }

  @Override
  public void needSettable(String account) throws IOException {
    if (need(account).online()) {
      throw new NotApplicableException(
          "'" + account + "' is a Microsoft account, whose password is kept elsewhere");
    }
  }

  @Override
  public void setPassword(String account, Secret password) throws IOException {
    needSettable(account);
    users.setPassword(account, password);
  }

  @Override
  public boolean isPassword(String account, Secret password) throws IOException {
    need(account);
    return users.isPassword(account, password);
  }

  @Override
  public void disable(String account) throws IOException {
    var user = need(account);
    needAnotherAdministrator(user);
    if (user.isEnabled()) {
      users.setFlags(user.name(), user.flags() | Netapi32Users.UF_ACCOUNTDISABLE);
    }
    endSessions(user);
  }

  private void needAnotherAdministrator(UserDatabase.User user) throws IOException {
    var group =
        groups
            .group(Sid.ADMINISTRATORS)
            .orElseThrow(() -> new NotApplicableException("this machine has no administrators"));
    for (var member : groups.members(group)) {
      if (!member.equals(user.sid()) && canAdminister(member)) {
        return;
      }
    }
    throw new NotApplicableException(
        "nobody could administer this machine without '" + user.name() + "'");
  }

  /// An account of this machine that is enabled, or somebody of a directory (Active Directory,
  /// Entra), of whom more cannot be told.
  private boolean canAdminister(String sid) throws IOException {
    return sid.startsWith(groups.machine() + "-")
        ? groups.isEnabled(sid)
        : sid.startsWith("S-1-5-21-") || sid.startsWith("S-1-12-1-");
  }

  /// Whose a session is, its token tells: a name may be that of another account, elsewhere.
  private void endSessions(UserDatabase.User user) throws IOException {
    for (var session : sessions.all()) {
      boolean theirs;
      try (var person = sessions.as(session)) {
        theirs = person.sid().equals(user.sid());
      }
      if (theirs) {
        sessions.end(session);
      }
    }
  }

  @Override
  public void enable(String account) throws IOException {
    var user = need(account);
    if (!user.isEnabled()) {
      users.setFlags(user.name(), user.flags() & ~Netapi32Users.UF_ACCOUNTDISABLE);
    }
  }
}
