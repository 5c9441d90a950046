package io.reeve.harness.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.harness.lab.LabViews.Event;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// What happened, in order, and whoever waits to hear of it. The newest 100,000 are kept.
final class Events {
  private static final int PAGE = 500;
  private static final long KEPT = 100_000;

  private final Database database;
  private final Clock clock;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  Events(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Adds one.
  void add(String device, String kind, JsonNode data) {
    long id =
        database.insert(
            "INSERT INTO events (at, device, kind, data) VALUES (?, ?, ?, ?)",
            clock.instant(),
            device,
            kind,
            data.toString());
    if (id % 1000 == 0) {
      database.update("DELETE FROM events WHERE id <= ?", id - KEPT);
    }
    listeners.forEach(Runnable::run);
  }

  /// Adds one without particulars.
  void add(String device, String kind) {
    add(device, kind, Json.object());
  }

  /// Those after that id, at most 500; of all devices or of one.
  List<Event> after(long id, Optional<String> device) {
    return database.all(
        "SELECT * FROM events WHERE id > ? AND (? IS NULL OR device = ?) ORDER BY id LIMIT ?",
        Events::read,
        id,
        device.orElse(null),
        device.orElse(null),
        PAGE);
  }

  /// Those of a device before that id, newest first, at most so many.
  List<Event> before(long id, String device, int most) {
    return database.all(
        "SELECT * FROM events WHERE id < ? AND device = ? ORDER BY id DESC LIMIT ?",
        Events::read,
        id,
        device,
        most);
  }

  /// The id of the last one; 0 when nothing has happened.
  long last() {
    return database
        .one("SELECT coalesce(max(id), 0) FROM events", row -> row.getLong(1))
        .orElse(0L);
  }

  /// Has the listener run after each addition, on the adding thread, until it is removed.
  void listen(Runnable listener) {
    listeners.add(listener);
  }

  void ignore(Runnable listener) {
    listeners.remove(listener);
  }

  private static Event read(ResultSet row) throws SQLException {
    return new Event(
        row.getLong("id"),
        Database.time(row, "at"),
        row.getString("device"),
        row.getString("kind"),
        Json.own(row.getString("data")));
  }
}
