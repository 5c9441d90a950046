package io.reeve.platform.windows;

import io.reeve.core.spi.Secret;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The accounts and groups of this machine itself.
interface UserDatabase {
  /// An account.
  ///
  /// @param sid its identifier
  /// @param group the number of its first group
  /// @param comment what the administrator wrote of it
  /// @param flags Windows' `UF_` bits
  /// @param online whether it is somebody's account elsewhere (a Microsoft account), whose password
  ///   is kept there
  record User(String name, String sid, long group, String comment, int flags, boolean online) {
    boolean isEnabled() {
      return (flags & Netapi32Users.UF_ACCOUNTDISABLE) == 0;
    }

    /// The last number of its identifier, by which it is told on this machine.
    long number() {
      return numberOf(sid);
    }
  }

  /// A group.
  record Group(String name, String comment) {}

  static long numberOf(String sid) {
    return Long.parseLong(sid.substring(sid.lastIndexOf('-') + 1));
  }

  List<User> users() throws IOException;

  List<Group> groups() throws IOException;

  /// Empty when this machine has no such account.
  Optional<User> user(String name) throws IOException;

  void setPassword(String user, Secret password) throws IOException;

  /// Whether Windows takes that password for that account.
  boolean isPassword(String user, Secret password) throws IOException;

  void setFlags(String user, int flags) throws IOException;
}
