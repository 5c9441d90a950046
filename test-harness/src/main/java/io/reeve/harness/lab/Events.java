package io.reeve.harness.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.harness.lab.LabViews.Event;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// What happened, in order, and whoever waits to hear of it.
///
/// Of what administrators did the newest 100,000 are kept. What a device causes takes room from
/// that device alone: its newest 5,000 are kept, and no more than 16 million characters. What is
/// long is kept without its long parts.
final class Events {
  private static final int PAGE = 500;
  private static final int KEPT = 100_000;
  private static final int KEPT_OF_DEVICE = 5_000;
  private static final long CHARACTERS_OF_DEVICE = 16_000_000;

  /// One part in so many may be more for a while.
  private static final int SLACK = 32;

  private static final int LONGEST = 32_768;
  private static final int LONGEST_PART = 1_000;

  /// What administrators do, and what the lab does for them.
  private static final String ADMINISTRATORS =
      """
      ('user.set', 'user.removed', 'token.made', 'token.removed', 'profile.assigned',
       'profile.unassigned', 'profile.changed', 'profile.removed', 'command.queued',
       'command.cancelled', 'device.enrolled', 'device.leaving', 'device.forgotten',
       'device.unenrolled', 'certificate.revoked', 'ledger.rewritten')\
      """;

  private final Database database;
  private final Clock clock;
  private final Map<String, Added> added = new ConcurrentHashMap<>();
  private final AtomicLong all = new AtomicLong();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  Events(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Adds one.
  void add(String device, String kind, JsonNode data) {
    var text = kept(data);
    database.update(
        "INSERT INTO events (at, device, kind, data) VALUES (?, ?, ?, ?)",
        clock.instant(),
        device,
        kind,
        text);
    makeRoom(device, added.merge(device, Added.UNKNOWN, (one, _) -> one.plus(text.length())));
    if (all.incrementAndGet() % (KEPT / SLACK) == 0) {
      makeRoomForAdministrators();
    }
    listeners.forEach(Runnable::run);
  }

  /// What came from a device since room was made for it, in number and in length. To make room
  /// costs as much as all that it has, so it is not done each time; to measure all is the dearer by
  /// far.
  private record Added(int events, long characters) {
    /// Nobody knows what came before this lab was started.
    static final Added UNKNOWN = new Added(KEPT_OF_DEVICE, CHARACTERS_OF_DEVICE);

    Added plus(int more) {
      return new Added(events + 1, characters + more);
    }

    boolean areMany() {
      return events >= KEPT_OF_DEVICE / SLACK;
    }

    boolean areLong() {
      return characters >= CHARACTERS_OF_DEVICE / SLACK;
    }
  }

  private static String kept(JsonNode data) {
    var text = data.toString();
    if (text.length() <= LONGEST) {
      return text;
    }
    var cut = Json.object().put("omitted", text.length());
    data.properties().stream()
        .filter(part -> part.getValue().toString().length() <= LONGEST_PART)
        .forEach(part -> cut.set(part.getKey(), part.getValue()));
    return cut.toString();
  }

  private void makeRoom(String device, Added now) {
    if (now.areMany()) {
      keepNewest(device);
    }
    if (now.areLong()) {
      keepShort(device);
    }
    if (now.areMany() || now.areLong()) {
      added.put(
          device, new Added(now.areMany() ? 0 : now.events, now.areLong() ? 0 : now.characters));
    }
  }

  private void keepNewest(String device) {
    database.update(
        """
        DELETE FROM events WHERE device = ?1 AND kind NOT IN %1$s AND id <= (
          SELECT id FROM events WHERE device = ?1 AND kind NOT IN %1$s
          ORDER BY id DESC LIMIT 1 OFFSET ?2)\
        """
            .formatted(ADMINISTRATORS),
        device,
        KEPT_OF_DEVICE);
  }

  private void keepShort(String device) {
    database.update(
        """
        DELETE FROM events WHERE device = ?1 AND kind NOT IN %1$s AND id < (
          SELECT min(id) FROM (
            SELECT id, sum(length(data)) OVER (ORDER BY id DESC) AS size
            FROM events WHERE device = ?1 AND kind NOT IN %1$s)
          WHERE size <= ?2)\
        """
            .formatted(ADMINISTRATORS),
        device,
        CHARACTERS_OF_DEVICE);
  }

  private void makeRoomForAdministrators() {
    database.update(
        """
        DELETE FROM events WHERE kind IN %1$s AND id <= (
          SELECT id FROM events WHERE kind IN %1$s ORDER BY id DESC LIMIT 1 OFFSET ?)\
        """
            .formatted(ADMINISTRATORS),
        KEPT);
  }

  /// Adds one without particulars.
  void add(String device, String kind) {
    add(device, kind, Json.object());
  }

  /// Those after that id, at most 500; of all devices or of one.
  List<Event> after(long id, Optional<String> device) {
    return device.isEmpty()
        ? database.all(
            "SELECT * FROM events WHERE id > ? ORDER BY id LIMIT ?", Events::read, id, PAGE)
        : database.all(
            "SELECT * FROM events WHERE device = ? AND id > ? ORDER BY id LIMIT ?",
            Events::read,
            device.get(),
            id,
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
