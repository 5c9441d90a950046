package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `users`: the local accounts of `/etc/passwd`. The signed ids are those numbers as a 32-bit
/// system would write them.
final class UsersTable implements Table<UsersTable.Row> {
  private final Facts facts;

  record Row(
      @Key long uid,
      long gid,
      long uidSigned,
      long gidSigned,
      @Key String username,
      String description,
      String directory,
      String shell,
      Optional<String> uuid) {}

  UsersTable(Facts facts) {
    this.facts = facts;
  }

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
    return parse(facts.text("/etc/passwd"));
  }

  static List<Row> parse(String passwd) {
    return passwd
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(":", -1))
        .flatMap(fields -> row(fields).stream())
        .toList();
  }

  private static Optional<Row> row(String[] fields) {
    if (fields.length != 7 || fields[0].isEmpty()) {
      return Optional.empty();
    }
    var uid = Facts.parseNumber(fields[2]);
    var gid = Facts.parseNumber(fields[3]);
    if (uid.isEmpty() || gid.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Row(
            uid.get(),
            gid.get(),
            uid.get().intValue(),
            gid.get().intValue(),
            fields[0],
            fields[4],
            fields[5],
            fields[6],
            Optional.empty()));
  }
}
