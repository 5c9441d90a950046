package io.reeve.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;

/// The table `outbox`, bounded: a device that is offline for a year must not fill its disk.
///
/// When it is full, the oldest row that says how things *are* (compliance, inventory, drift) goes,
/// because a newer one or the tree's own nodes say it better. Rows that say what was *done*
/// (actions, scripts, rollbacks, the ledger's head) go only when nothing else is left. What was
/// dropped is logged and counted in the note `outbox/dropped`.
final class StoredOutbox implements Outbox {
  static final int MOST_ROWS = 2_000;
  static final long MOST_CHARACTERS = 16L * 1024 * 1024;
  static final int MOST_CHARACTERS_IN_A_ROW = 4 * 1024 * 1024;
  private static final String DONE =
      "type like '%:io.reeve.action' or type like '%:io.reeve.rollback'"
          + " or type like '%:io.reeve.remediation' or type like '%:io.reeve.ledger'"
          + " or type like '%:io.reeve.escrow'";

  private final Database database;
  private final Notes notes;
  private final Clock clock;

  StoredOutbox(Database database, Notes notes, Clock clock) {
    this.database = database;
    this.notes = notes;
    this.clock = clock;
  }

  @Override
  public long add(String type, String format, String source, String data) {
    if (data.length() > MOST_CHARACTERS_IN_A_ROW) {
      throw new IllegalArgumentException(
          "an alert of type %s with %,d characters; at most %,d can wait"
              .formatted(type, data.length(), MOST_CHARACTERS_IN_A_ROW));
    }
    return database.transaction(() -> {
      makeRoomFor(data.length());
      return database
          .query(
              row -> row.getLong(1),
              "insert into outbox (at, type, format, source, size, data) values (?, ?, ?, ?, ?, ?)"
                  + " returning id",
              Columns.time(clock.instant()),
              type,
              format,
              source,
              data.length(),
              data)
          .getFirst();
    });
  }

  private void makeRoomFor(int characters) {
    long dropped = 0;
    while (isFull(characters)) {
      dropped += dropOne();
    }
    if (dropped > 0) {
      long before = notes.get("outbox/dropped").map(Long::parseLong).orElse(0L);
      notes.put("outbox/dropped", Long.toString(before + dropped));
      LocalStore.LOG.warn("the outbox is full: {} of its oldest reports dropped", dropped);
    }
  }

  private boolean isFull(int characters) {
    return database.number("select count(*) from outbox") >= MOST_ROWS
        || database.number("select coalesce(sum(size), 0) from outbox") + characters
            > MOST_CHARACTERS;
  }

  private int dropOne() {
    return database.update(
        "delete from outbox where id = (select id from outbox order by " + DONE + ", id limit 1)");
  }

  @Override
  public List<Row> pending(int most) {
    return database.query(StoredOutbox::row, "select * from outbox order by id limit ?", most);
  }

  @Override
  public void acknowledge(Collection<Long> ids) {
    database.transaction(() -> {
      ids.forEach(id -> database.update("delete from outbox where id = ?", id));
      return ids.size();
    });
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong("id"),
        Columns.time(row.getLong("at")),
        row.getString("type"),
        row.getString("format"),
        row.getString("source"),
        row.getString("data"));
  }
}
