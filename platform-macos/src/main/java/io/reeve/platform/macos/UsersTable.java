package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `users`: the accounts of this Mac's own directory node.
record UsersTable(Tools tools) implements Table<UsersTable.Row> {
  record Row(
      @Key long uid,
      long gid,
      long uidSigned,
      long gidSigned,
      @Key String username,
      Optional<String> description,
      Optional<String> directory,
      Optional<String> shell,
      Optional<String> uuid,
      long isHidden) {}

  @Override
  public String name() {
    return "users";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    tools.live("accounts");
    return parse(
        new Directory(tools)
            .all(
                "/Users",
                "RecordName",
                "UniqueID",
                "PrimaryGroupID",
                "RealName",
                "NFSHomeDirectory",
                "UserShell",
                "GeneratedUID",
                "IsHidden"));
  }

  static List<Row> parse(JsonNode records) {
    var rows = new ArrayList<Row>();
    for (var record : records) {
      var name = Directory.first(record, "RecordName");
      var uid = Directory.number(record, "UniqueID");
      var gid = Directory.number(record, "PrimaryGroupID");
      if (name.isPresent() && uid.isPresent() && gid.isPresent()) {
        rows.add(
            new Row(
                Directory.unsigned(uid.get()),
                Directory.unsigned(gid.get()),
                (int) (long) uid.get(),
                (int) (long) gid.get(),
                name.get(),
                Directory.first(record, "RealName"),
                Directory.first(record, "NFSHomeDirectory"),
                Directory.first(record, "UserShell"),
                Directory.first(record, "GeneratedUID"),
                Directory.first(record, "IsHidden").filter("1"::equals).isPresent() ? 1 : 0));
      }
    }
    return rows;
  }
}
