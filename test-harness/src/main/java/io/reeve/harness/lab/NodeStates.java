package io.reeve.harness.lab;

import io.reeve.harness.lab.LabViews.Item;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What each device has answered about the nodes it was sent.
final class NodeStates {
  /// A device that cannot, cannot tomorrow either, unless it has been updated.
  private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofDays(1);

  private static final Set<Integer> REFUSALS =
      Set.of(400, 403, 404, 405, 406, 412, 413, 414, 415, 416, 418, 425, 501);

  private final Database database;
  private final Clock clock;

  NodeStates(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /// @param sent what the last answer was about
  /// @param acknowledged what the device last accepted
  /// @param retry when a failed one is tried again, at the earliest
  record NodeState(
      String uri, Item sent, Optional<Item> acknowledged, int status, Instant at, Instant retry) {}

  static boolean good(int status) {
    return status >= 200 && status < 300 && status != 213 && status != 215 && status != 216;
  }

  /// By [Profiles#key(String)], in the order of their addresses.
  Map<String, NodeState> of(String device) {
    var states = new LinkedHashMap<String, NodeState>();
    for (var state :
        database.all(
            "SELECT * FROM nodes WHERE device = ? ORDER BY uri", NodeStates::read, device)) {
      states.put(Profiles.key(state.uri), state);
    }
    return states;
  }

  private static NodeState read(ResultSet row) throws SQLException {
    return new NodeState(
        row.getString("uri"),
        Profiles.item(Json.own(row.getString("sent"))),
        Optional.ofNullable(row.getString("acknowledged")).map(Json::own).map(Profiles::item),
        row.getInt("status"),
        Database.time(row, "at"),
        Database.time(row, "retry"));
  }

  /// The device has answered about this value.
  void answered(String device, Item item, int status) {
    var now = clock.instant();
    var accepted = good(status) ? Json.of(item).toString() : null;
    database.update(
        """
        INSERT INTO nodes (device, uri, sent, acknowledged, status, at, retry)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (device, uri) DO UPDATE SET sent = excluded.sent,
          acknowledged = coalesce(excluded.acknowledged, acknowledged),
          status = excluded.status, at = excluded.at, retry = excluded.retry\
        """,
        device,
        item.uri(),
        Json.of(item).toString(),
        accepted,
        status,
        now,
        REFUSALS.contains(status) ? now.plus(PAUSE_AFTER_REFUSAL) : now);
  }

  /// The device could not remove the node.
  void kept(String device, String uri, int status) {
    database.update(
        "UPDATE nodes SET status = ?, at = ?, retry = ? WHERE device = ? AND uri = ?",
        status,
        clock.instant(),
        clock.instant(),
        device,
        uri);
  }

  /// The node is gone, or never was there.
  void gone(String device, String uri) {
    database.update("DELETE FROM nodes WHERE device = ? AND uri = ?", device, uri);
  }
}
