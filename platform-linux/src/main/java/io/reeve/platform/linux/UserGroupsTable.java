package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;

/// `user_groups`: which local user is in which local group, by the group's list or as the user's
/// own group.
final class UserGroupsTable implements Table<UserGroupsTable.Row> {
  private final Facts facts;

  record Row(@Key long uid, @Key long gid) {}

  UserGroupsTable(Facts facts) {
    this.facts = facts;
  }

  @Override
  public String name() {
    return "user_groups";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    return parse(facts.text("/etc/passwd"), facts.text("/etc/group"));
  }

  static List<Row> parse(String passwd, String groupFile) {
    var groups = GroupsTable.parse(groupFile);
    var rows = new LinkedHashSet<Row>();
    for (var user : UsersTable.parse(passwd)) {
      rows.add(new Row(user.uid(), user.gid()));
      for (var group : groups) {
        if (group.members().contains(user.username())) {
          rows.add(new Row(user.uid(), group.gid()));
        }
      }
    }
    return List.copyOf(rows);
  }
}
