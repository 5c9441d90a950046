package io.reeve.platform.windows;

import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `groups`: the groups of this machine itself. A group's number is the last one of its identifier.
record GroupsTable(UserDatabase users, LocalAccounts accounts) implements Table<GroupsTable.Row> {
  record Row(
      @Key long gid,
      long gidSigned,
      @Key String groupname,
      String groupSid,
      Optional<String> comment) {}

  @Override
  public String name() {
    return "groups";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    var rows = new ArrayList<Row>();
    for (var group : users.groups()) {
      accounts.sid(group.name()).ifPresent(sid -> rows.add(row(group, sid)));
    }
    return rows;
  }

  private static Row row(UserDatabase.Group group, String sid) {
    long number = UserDatabase.numberOf(sid);
    return new Row(
        number,
        (int) number,
        group.name(),
        sid,
        Optional.of(group.comment()).filter(text -> !text.isBlank()));
  }
}
