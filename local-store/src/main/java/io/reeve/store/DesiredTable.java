package io.reeve.store;

import io.reeve.policy.Authority;
import io.reeve.policy.DesiredState;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

/// What every authority wants, over restarts.
public final class DesiredTable {
  private final Database database;

  DesiredTable(Database database) {
    this.database = database;
  }

  /// All of it.
  public DesiredState load() {
    var state = new DesiredState[] {DesiredState.empty()};
    database.query(
        row ->
            state[0] =
                state[0].with(authority(row), OmaUri.parse(row.getString("uri")), entry(row)),
        "select * from desired");
    return state[0];
  }

  /// Stores what differs. The table holds `before` when this is called.
  public void save(DesiredState before, DesiredState after) {
    database.transaction(() -> {
      for (var authority : Authority.values()) {
        save(authority, before.of(authority), after.of(authority));
      }
      return after;
    });
  }

  private void save(
      Authority authority,
      Map<OmaUri, DesiredState.Entry> before,
      Map<OmaUri, DesiredState.Entry> after) {
    before.keySet().stream()
        .filter(uri -> !after.containsKey(uri))
        .forEach(uri -> remove(authority, uri));
    after.forEach((uri, entry) -> {
      if (!entry.equals(before.get(uri))) {
        put(authority, uri, entry);
      }
    });
  }

  private void remove(Authority authority, OmaUri uri) {
    database.update(
        "delete from desired where authority = ? and uri = ?", authority.name(), uri.toString());
  }

  private void put(Authority authority, OmaUri uri, DesiredState.Entry entry) {
    database.update(
        "insert or replace into desired (authority, uri, value, sequence, at)"
            + " values (?, ?, ?, ?, ?)",
        authority.name(),
        uri.toString(),
        Columns.text(entry.value()),
        entry.sequence(),
        Columns.time(entry.at()));
  }

  private static Authority authority(ResultSet row) throws SQLException {
    return Authority.valueOf(row.getString("authority"));
  }

  private static DesiredState.Entry entry(ResultSet row) throws SQLException {
    Value value = Columns.value(row.getString("value"));
    Instant at = Columns.time(row.getLong("at"));
    return new DesiredState.Entry(value, row.getLong("sequence"), at);
  }
}
