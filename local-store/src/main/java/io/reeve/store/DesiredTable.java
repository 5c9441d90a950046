package io.reeve.store;

import io.reeve.policy.Authority;
import io.reeve.policy.DesiredState;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What every authority wants, over restarts.
public final class DesiredTable {
  private final Database database;

  DesiredTable(Database database) {
    this.database = database;
  }

  /// All of it.
  public DesiredState load() {
    var wanted = new EnumMap<Authority, Map<OmaUri, DesiredState.Entry>>(Authority.class);
    database.query(
        row ->
            wanted
                .computeIfAbsent(authority(row), _ -> new HashMap<>())
                .put(OmaUri.parse(row.getString("uri")), entry(row)),
        "select * from desired");
    var disowned = new EnumMap<Authority, Set<String>>(Authority.class);
    database.query(
        row ->
            disowned
                .computeIfAbsent(authority(row), _ -> new TreeSet<>())
                .add(row.getString("workload")),
        "select * from disowned");
    var state = DesiredState.empty();
    for (var authority : Authority.values()) {
      state =
          state
              .with(authority, wanted.getOrDefault(authority, Map.of()))
              .disowning(authority, disowned.getOrDefault(authority, Set.of()));
    }
    return state;
  }

  /// Stores what differs. The table holds `before` when this is called.
  public void save(DesiredState before, DesiredState after) {
    if (before.equals(after)) {
      return;
    }
    database.transaction(() -> {
      for (var authority : Authority.values()) {
        save(authority, before.of(authority), after.of(authority));
        disown(authority, before.disownedBy(authority), after.disownedBy(authority));
      }
      return after;
    });
  }

  private void disown(Authority authority, Set<String> before, Set<String> after) {
    if (before.equals(after)) {
      return;
    }
    database.update("delete from disowned where authority = ?", authority.name());
    after.forEach(workload ->
        database.update(
            "insert into disowned (authority, workload) values (?, ?)",
            authority.name(),
            workload));
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
