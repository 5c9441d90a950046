package io.reeve.store;

import io.reeve.policy.Authority;
import io.reeve.policy.DesiredState.Entry;
import io.reeve.policy.OmaUri;
import io.reeve.store.Journal.DesiredBefore;
import io.reeve.store.JournalEntry.Before;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Journal types to and from the tables `place`, `pass`, `pass_desired` and `intent`.
final class JournalRows {
  private final Database database;

  JournalRows(Database database) {
    this.database = database;
  }

  List<JournalEntry> places(String sql, Object... arguments) {
    return database.query(row -> entry(row, "settings"), sql, arguments);
  }

  void put(JournalEntry entry) {
    database.update(
        """
        insert into place (address, settings, before_value, before_detail, written, preexisting,
          since, repairs, repaired_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (address) do update set settings = excluded.settings,
          before_value = excluded.before_value, before_detail = excluded.before_detail,
          written = excluded.written, preexisting = excluded.preexisting, since = excluded.since,
          repairs = excluded.repairs, repaired_at = excluded.repaired_at
        """,
        Columns.text(entry.address()),
        Columns.text(entry.settings()),
        Columns.text(entry.before().value()),
        entry.before().detail(),
        Columns.text(entry.written()),
        entry.preexisting() ? 1 : 0,
        Columns.time(entry.since()),
        entry.repairs(),
        entry.repairedAt().map(Columns::time).orElse(null));
  }

  void put(long pass, DesiredBefore before) {
    database.update(
        "insert into pass_desired (pass, authority, uri, value, sequence, at)"
            + " values (?, ?, ?, ?, ?, ?)",
        pass,
        before.authority().name(),
        before.uri().toString(),
        before.entry().map(entry -> Columns.text(entry.value())).orElse(null),
        before.entry().map(Entry::sequence).orElse(null),
        before.entry().map(entry -> Columns.time(entry.at())).orElse(null));
  }

  void put(long pass, int position, Intent intent) {
    var row = new ArrayList<@Nullable Object>();
    row.add(pass);
    row.add(position);
    row.add(Columns.text(intent.address()));
    row.add(Columns.text(intent.settings()));
    row.add(Columns.text(intent.previous().value()));
    row.add(intent.previous().detail());
    row.add(intent.after().isEmpty() ? 1 : 0);
    row.add(intent.after().map(after -> Columns.text(after.settings())).orElse(null));
    row.add(intent.after().map(after -> Columns.text(after.before().value())).orElse(null));
    row.add(intent.after().map(after -> after.before().detail()).orElse(null));
    row.add(intent.after().map(after -> Columns.text(after.written())).orElse(null));
    row.add(intent.after().map(after -> after.preexisting() ? 1 : 0).orElse(null));
    row.add(intent.after().map(after -> Columns.time(after.since())).orElse(null));
    row.add(intent.after().map(JournalEntry::repairs).orElse(null));
    row.add(intent.after().flatMap(JournalEntry::repairedAt).map(Columns::time).orElse(null));
    database.update(
        """
        insert into intent (pass, position, address, settings, previous_value, previous_detail,
          gives_back, after_settings, before_value, before_detail, written, preexisting, since,
          repairs, repaired_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        row.toArray());
  }

  Journal.Pass pass(long id) {
    boolean atomic = database.number("select atomic from pass where id = ?", id) != 0;
    var intents =
        database.query(
            JournalRows::intent, "select * from intent where pass = ? order by position", id);
    var desired =
        database.query(JournalRows::before, "select * from pass_desired where pass = ?", id);
    return new Journal.Pass(id, atomic, intents, desired);
  }

  private static Intent intent(ResultSet row) throws SQLException {
    return new Intent(
        Columns.address(row.getString("address")),
        Columns.uris(row.getString("settings")),
        new Before(
            Columns.value(row.getString("previous_value")), row.getString("previous_detail")),
        row.getBoolean("gives_back")
            ? Optional.empty()
            : Optional.of(entry(row, "after_settings")));
  }

  private static JournalEntry entry(ResultSet row, String settings) throws SQLException {
    return new JournalEntry(
        Columns.address(row.getString("address")),
        Columns.uris(row.getString(settings)),
        new Before(Columns.value(row.getString("before_value")), row.getString("before_detail")),
        Columns.value(row.getString("written")),
        row.getBoolean("preexisting"),
        Columns.time(row.getLong("since")),
        row.getInt("repairs"),
        Columns.time(row, "repaired_at"));
  }

  static DesiredBefore before(ResultSet row) throws SQLException {
    var authority = Authority.valueOf(row.getString("authority"));
    var uri = OmaUri.parse(row.getString("uri"));
    var value = row.getString("value");
    if (value == null) {
      return new DesiredBefore(authority, uri, Optional.empty());
    }
    Instant at = Columns.time(row.getLong("at"));
    return new DesiredBefore(
        authority, uri, Optional.of(new Entry(Columns.value(value), row.getLong("sequence"), at)));
  }
}
