package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `groups`: the groups of this Mac's own directory node.
record GroupsTable(Tools tools) implements Table<GroupsTable.Row> {
  record Row(@Key long gid, long gidSigned, @Key String groupname, Optional<String> comment) {}

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
    tools.live("accounts");
    return parse(new Directory(tools).all("/Groups", "RecordName", "PrimaryGroupID", "RealName"));
  }

  static List<Row> parse(JsonNode records) {
    var rows = new ArrayList<Row>();
    for (var record : records) {
      var name = Directory.first(record, "RecordName");
      var gid = Directory.number(record, "PrimaryGroupID");
      if (name.isPresent() && gid.isPresent()) {
        rows.add(
            new Row(
                Directory.unsigned(gid.get()),
                (int) (long) gid.get(),
                name.get(),
                Directory.first(record, "RealName")));
      }
    }
    return rows;
  }
}
