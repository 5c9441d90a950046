package io.reeve.platform.windows;

import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `users`: the accounts of this machine itself. An account's number is the last one of its
/// identifier, which is its `uuid`; its folder is known once it has logged in.
record UsersTable(UserDatabase users, Registry registry) implements Table<UsersTable.Row> {
  private static final RegistryKey PROFILES =
      RegistryKey.machine("SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList");

  record Row(
      @Key long uid,
      long gid,
      long uidSigned,
      long gidSigned,
      @Key String username,
      Optional<String> description,
      Optional<String> directory,
      String uuid,
      String type) {}

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
    var rows = new ArrayList<Row>();
    for (var user : users.users()) {
      rows.add(
          new Row(
              user.number(),
              user.group(),
              (int) user.number(),
              (int) user.group(),
              user.name(),
              Optional.of(user.comment()).filter(text -> !text.isBlank()),
              registry
                  .value(PROFILES.child(user.sid()), "ProfileImagePath")
                  .flatMap(RegistryData::text),
              user.sid(),
              "local"));
    }
    return rows;
  }
}
