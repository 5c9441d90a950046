package io.reeve.harness.lab;

import io.reeve.harness.lab.LabViews.Command;
import io.reeve.harness.lab.LabViews.CommandState;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Verb;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/// Commands for devices. Each is sent under its own id as CmdID, in every session until a status
/// has been seen, so a device can tell that it knows it already.
final class CommandQueue {
  private static final int MOST_OPEN = 10_000;

  private final Database database;
  private final Clock clock;

  CommandQueue(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  String add(String device, Verb verb, Item item) {
    if (verb != Verb.SYNC) {
      Profiles.check(item);
    }
    if (waiting(device) >= MOST_OPEN) {
      throw LabException.conflict(
          "device '" + device + "' has " + MOST_OPEN + " commands waiting",
          "wait for its next session, or cancel some");
    }
    var id = UUID.randomUUID().toString();
    database.update(
        "INSERT INTO commands (id, device, verb, item, state, created) VALUES (?, ?, ?, ?, ?, ?)",
        id,
        device,
        verb,
        Json.of(item).toString(),
        CommandState.QUEUED,
        clock.instant());
    return id;
  }

  private int waiting(String device) {
    return database
        .one("SELECT waiting FROM devices WHERE id = ?", row -> row.getInt(1), device)
        .orElse(0);
  }

  List<Command> of(String device) {
    return database.all(
        "SELECT * FROM commands WHERE device = ? ORDER BY position", CommandQueue::read, device);
  }

  /// The newest of a device, oldest first.
  List<Command> newest(String device, int most) {
    return database.all(
        """
        SELECT * FROM (SELECT * FROM commands WHERE device = ? ORDER BY position DESC LIMIT ?)
        ORDER BY position\
        """,
        CommandQueue::read,
        device,
        most);
  }

  Optional<Command> find(String id) {
    return database.one("SELECT * FROM commands WHERE id = ?", CommandQueue::read, id);
  }

  /// The device is asked to come, and has not.
  List<Command> syncs(String device) {
    return database.all(
        """
        SELECT * FROM commands WHERE device = ? AND state IN ('QUEUED', 'SENT') AND verb = 'SYNC'
        ORDER BY position\
        """,
        CommandQueue::read,
        device);
  }

  /// A command and its place in the queue.
  record Placed(long position, Command command) {}

  /// Those to send without an answer, oldest first: at most so many behind that place.
  List<Placed> open(String device, long behind, int most) {
    return database.all(
        """
        SELECT * FROM commands WHERE device = ? AND state IN ('QUEUED', 'SENT') AND verb <> 'SYNC'
          AND position > ? ORDER BY position LIMIT ?\
        """,
        row -> new Placed(row.getLong("position"), read(row)),
        device,
        behind,
        most);
  }

  /// Notes that it is on its way and says whether it was for the first time.
  boolean sent(String id) {
    return database.update(
            "UPDATE commands SET state = 'SENT' WHERE id = ? AND state = 'QUEUED'", id)
        == 1;
  }

  /// Notes the answer and says whether it was the first.
  boolean answered(String id, int status) {
    return database.update(
            """
            UPDATE commands SET state = 'DONE', status = ?, done = ?
            WHERE id = ? AND state IN ('QUEUED', 'SENT')\
            """,
            status,
            clock.instant(),
            id)
        == 1;
  }

  /// Adds to what a command brought back.
  void results(String id, List<Item> items) {
    database.inTransaction(() -> {
      var all = new ArrayList<>(find(id).map(Command::results).orElse(List.of()));
      all.addAll(items);
      return database.update(
          "UPDATE commands SET results = ? WHERE id = ?", Json.of(all).toString(), id);
    });
  }

  boolean cancel(String id) {
    return database.update(
            """
            UPDATE commands SET state = 'CANCELLED', done = ?
            WHERE id = ? AND state IN ('QUEUED', 'SENT')\
            """,
            clock.instant(),
            id)
        == 1;
  }

  private static Command read(ResultSet row) throws SQLException {
    int status = row.getInt("status");
    return new Command(
        row.getString("id"),
        row.getString("device"),
        Verb.valueOf(row.getString("verb")),
        Profiles.item(Json.own(row.getString("item"))),
        CommandState.valueOf(row.getString("state")),
        status == 0 ? OptionalInt.empty() : OptionalInt.of(status),
        Profiles.items(Json.own(row.getString("results"))),
        Database.time(row, "created"),
        Database.maybeTime(row, "done"));
  }
}
