package io.reeve.core.spi;

import java.io.IOException;

/// The accounts of the machine itself, for what is done to one of them once. What they are like for
/// good is a matter of mechanisms.
///
/// An account is named as the system names it; a name that the system would not take is told as one
/// that is not there. Where this system cannot do something, or must not, a
/// [NotApplicableException] says why, and nothing was changed. Called on any thread.
public interface LocalAccounts {
  /// Of a system where they are not built yet.
  ///
  /// @param reason a sentence without a full stop
  static LocalAccounts none(String reason) {
    return new NoAccounts(reason);
  }

  /// The account by which this machine is administered when nothing else helps: the one that is
  /// meant when nobody names another. Never a person's own.
  ///
  /// @throws NotApplicableException when there is none, or it cannot be told
  String administrator() throws IOException;

  /// Whether [#setPassword] would be tried: it is asked before the new password is handed to
  /// anybody.
  ///
  /// @throws NotApplicableException when there is no such account of this machine (one of a
  ///   directory is none), it is none by which the machine is administered, or its password cannot
  ///   be set from here
  void needSettable(String account) throws IOException;

  /// Gives the account that password. Its owner needs no other to log in and is not asked to change
  /// it; whether the account is enabled, and open sessions, stay as they are.
  ///
  /// @throws IOException when the system refuses, or does not answer; [#isPassword] tells which one
  ///   counts then
  void setPassword(String account, Secret password) throws IOException;

  /// Whether that is the account's password now, as the system itself judges; without a session.
  boolean isPassword(String account, Secret password) throws IOException;

  /// Lets nobody log in by that account any more, whatever they show (password, key, token), and
  /// ends its sessions. One that is disabled already stays so, and its sessions are ended.
  ///
  /// @throws NotApplicableException when there is no such account of this machine, or nobody could
  ///   administer the machine afterwards
  void disable(String account) throws IOException;

  /// Lets its owner log in again as before it was disabled. One that is enabled stays so.
  ///
  /// @throws NotApplicableException when there is no such account of this machine
  void enable(String account) throws IOException;
}
