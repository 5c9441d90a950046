package io.reeve.core.inventory;

import io.reeve.core.spi.Table;
import java.util.List;
import java.util.Optional;
import oshi.software.os.OSSession;

/// `logged_in_users`: who has a session now. Times in seconds since 1970.
final class LoggedInUsersTable implements Table<LoggedInUsersTable.Row> {

  record Row(
      String type,
      String user,
      String tty,
      Optional<String> host,
      Optional<Long> time,
      Optional<Long> pid) {}

  @Override
  public String name() {
    return "logged_in_users";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public Pace pace() {
    return Pace.FAST;
  }

  @Override
  public List<Row> read() {
    return Oshi.os().getSessions().stream().map(LoggedInUsersTable::parse).toList();
  }

  static Row parse(OSSession session) {
    return new Row(
        "user",
        session.getUserName(),
        session.getTerminalDevice(),
        Known.text(session.getHost()),
        Known.positive(session.getLoginTime() / 1000),
        Optional.empty());
  }
}
