package io.reeve.platform.windows;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Secret;
import java.io.IOException;

/// What is done to accounts of this machine once. Those of a directory are not looked at.
///
/// @param users the accounts
/// @param groups who belongs to which group
/// @param sessions of people
/// @param laps of Windows itself
record MachineAccounts(
    UserDatabase users, LocalAccounts groups, Sessions sessions, WindowsLaps laps)
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

  /// Only what administers this machine: a person's own account would lose, with a password that
  /// somebody else sets, what Windows has encrypted for them.
  @Override
  public void needSettable(String account) throws IOException {
    var user = need(account);
    if (laps.isInCharge()) {
      throw new NotApplicableException(
          "Windows LAPS changes the local administrator's password on this machine; turn it off"
              + " first");
    }
    if (user.online()) {
      throw new NotApplicableException(
          "'" + account + "' is a Microsoft account, whose password is kept elsewhere");
    }
    if (user.number() != BUILT_IN && !groups.members(administrators()).contains(user.sid())) {
      throw new NotApplicableException("'" + account + "' is no administrator of this machine");
    }
    for (var session : sessions.all()) {
      if (isOf(session, user)) {
        throw new NotApplicableException(
            "somebody is logged in as '"
                + account
                + "', and would lose what Windows has encrypted for them");
      }
    }
  }

  private String administrators() throws IOException {
    return groups
        .group(Sid.ADMINISTRATORS)
        .orElseThrow(() -> new NotApplicableException("this machine has no administrators"));
  }

  /// Whose a session is, its token tells: a name may be that of another account, elsewhere.
  private boolean isOf(Sessions.Session session, UserDatabase.User user) throws IOException {
    try (var person = sessions.as(session)) {
      return person.sid().equals(user.sid());
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
    for (var member : groups.members(administrators())) {
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

  private void endSessions(UserDatabase.User user) throws IOException {
    for (var session : sessions.all()) {
      if (isOf(session, user)) {
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
