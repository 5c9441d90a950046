package io.reeve.platform.windows;

import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `user_groups`: which account of this machine is in which of its groups, itself and not by
/// another group.
record UserGroupsTable(UserDatabase users, LocalAccounts accounts)
    implements Table<UserGroupsTable.Row> {
  record Row(@Key long uid, @Key long gid) {}

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
    var own = accounts.machine() + "-";
    var rows = new ArrayList<Row>();
    for (var group : users.groups()) {
      var sid = accounts.sid(group.name());
      if (sid.isEmpty()) {
        continue;
      }
      for (var member : accounts.members(group.name())) {
        if (member.startsWith(own)) {
          rows.add(new Row(UserDatabase.numberOf(member), UserDatabase.numberOf(sid.get())));
        }
      }
    }
    return rows;
  }
}
