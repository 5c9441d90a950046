package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `groups`: the local groups of `/etc/group`.
final class GroupsTable implements Table<GroupsTable.Row> {
  private final Facts facts;

  record Row(@Key long gid, long gidSigned, @Key String groupname) {}

  GroupsTable(Facts facts) {
    this.facts = facts;
  }

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
    return parse(facts.text("/etc/group")).stream()
        .map(group -> new Row(group.gid(), (int) group.gid(), group.name()))
        .toList();
  }

  /// A line of `/etc/group`.
  record Group(String name, long gid, List<String> members) {}

  static List<Group> parse(String text) {
    return text.lines()
        .map(line -> line.split(":", -1))
        .flatMap(fields -> group(fields).stream())
        .toList();
  }

  private static Optional<Group> group(String[] fields) {
    if (fields.length != 4 || fields[0].isEmpty() || fields[0].startsWith("#")) {
      return Optional.empty();
    }
    var members = fields[3].isEmpty() ? List.<String>of() : List.of(fields[3].split(","));
    return Facts.parseNumber(fields[2]).map(gid -> new Group(fields[0], gid, members));
  }
}
