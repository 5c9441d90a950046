package io.reeve.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/// What was done on this machine, in sentences for people. Bounded: the oldest go.
public final class History {
  /// The most events kept.
  public static final int MOST = 10_000;

  private final Database database;
  private final Clock clock;
  private final int most;

  History(Database database, Clock clock, int most) {
    this.database = database;
    this.clock = clock;
    this.most = most;
  }

  /// Something that was done.
  ///
  /// @param id its number; later is greater
  /// @param at when
  /// @param kind applied, removed, repaired, failed, enrolled, session, action, ...
  /// @param subject the setting's address, the action's address, or the server
  /// @param text what happened, in a sentence
  public record Event(long id, Instant at, String kind, String subject, String text) {}

  /// Adds an event.
  public void add(String kind, String subject, String text) {
    database.transaction(() -> {
      long id =
          database
              .query(
                  row -> row.getLong(1),
                  "insert into event (at, kind, subject, text) values (?, ?, ?, ?) returning id",
                  Columns.time(clock.instant()),
                  kind,
                  subject,
                  text)
              .getFirst();
      return database.update("delete from event where id <= ?", id - most);
    });
  }

  /// The newest events, newest first.
  public List<Event> newest(int limit) {
    return database.query(History::event, "select * from event order by id desc limit ?", limit);
  }

  /// The newest events about one subject, newest first.
  public List<Event> about(String subject, int limit) {
    return database.query(
        History::event,
        "select * from event where subject = ? order by id desc limit ?",
        subject,
        limit);
  }

  private static Event event(ResultSet row) throws SQLException {
    return new Event(
        row.getLong("id"),
        Columns.time(row.getLong("at")),
        row.getString("kind"),
        row.getString("subject"),
        row.getString("text"));
  }
}
