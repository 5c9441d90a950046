package io.reeve.platform.windows;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// The groups and accounts of this machine. Who belongs to a group is told by security identifiers.
interface LocalAccounts {
  /// The identifier of an account or group by its name; empty when there is none.
  Optional<String> sid(String name) throws IOException;

  /// What the group of that identifier is called in this machine's language; empty when it has no
  /// such local group.
  Optional<String> group(String sid) throws IOException;

  /// Who belongs to the group itself.
  Set<String> members(String group) throws IOException;

  void add(String group, String sid) throws IOException;

  void remove(String group, String sid) throws IOException;

  /// How the identifiers of this machine's own accounts begin.
  String machine() throws IOException;

  /// Whether an account of this machine may log in; false when there is no such account.
  boolean isEnabled(String sid) throws IOException;
}
