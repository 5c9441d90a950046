package io.reeve.harness.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.harness.lab.LabViews.Session;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What devices told of themselves, the last of each kind, and when they came.
final class Reports {
  private static final String PASSWORD = "password/";
  private static final String DIAGNOSTICS = "diagnostics";
  private static final String OFFER = "offer/";
  private static final String TABLE = "inventory/";
  private static final int SESSIONS_SHOWN = 100;
  private static final int MOST_KINDS = 500;
  private static final int LONGEST_KIND = 300;

  private final Database database;
  private final Clock clock;

  Reports(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  void compliance(String device, JsonNode data) {
    put(device, "compliance", data);
  }

  void table(String device, String table, JsonNode rows) {
    put(device, TABLE + table, rows);
  }

  /// The last head of its ledger that the device told.
  Optional<JsonNode> ledger(String device) {
    return database.one(
        "SELECT data FROM reports WHERE device = ? AND kind = 'ledger'",
        row -> Json.own(row.getString(1)),
        device);
  }

  void ledger(String device, JsonNode head) {
    put(device, "ledger", head);
  }

  /// What the device said of itself at the beginning of a session: address to value.
  void fact(String device, String uri, String value) {
    put(device, "fact/" + uri, Json.of(value));
  }

  /// What the device answered about what it can do.
  void offer(String device, String which, String answer) {
    put(device, OFFER + which, Json.of(answer));
  }

  /// It has no such node any more.
  void noOffer(String device, String which) {
    database.update("DELETE FROM reports WHERE device = ? AND kind = ?", device, OFFER + which);
  }

  /// That answer.
  Optional<String> offer(String device, String which) {
    return database.one(
        "SELECT data FROM reports WHERE device = ? AND kind = ?",
        row -> Json.own(row.getString(1)).asText(),
        device,
        OFFER + which);
  }

  /// When the last of those answers came.
  Optional<Instant> offered(String device) {
    return database
        .one(
            "SELECT max(at) AS at FROM reports WHERE device = ? AND kind LIKE 'offer/%'",
            row -> Database.maybeTime(row, "at"), device)
        .flatMap(at -> at);
  }

  /// A device has so many reports at most; one of a new kind is then left out. A report and when it
  /// came.
  record Dated(JsonNode data, Instant at) {}

  /// A password that the device has handed over, sealed.
  void password(String device, String id, JsonNode data) {
    put(device, PASSWORD + id, data);
  }

  /// Those, newest first.
  List<Dated> passwords(String device) {
    return database.all(
        "SELECT data, at FROM reports WHERE device = ? AND kind LIKE 'password/%' ORDER BY at DESC, rowid DESC",
        row -> new Dated(Json.own(row.getString(1)), Database.time(row, "at")), device);
  }

  /// The archive of diagnostics that the device gave, in base64.
  void diagnostics(String device, String archive) {
    put(device, DIAGNOSTICS, Json.of(archive));
  }

  Optional<String> diagnostics(String device) {
    return database.one(
        "SELECT data FROM reports WHERE device = ? AND kind = ?",
        row -> Json.own(row.getString(1)).asText(),
        device,
        DIAGNOSTICS);
  }

  private void put(String device, String kind, JsonNode data) {
    int others =
        database
            .one(
                "SELECT count(*) FROM reports WHERE device = ? AND kind <> ?",
                row -> row.getInt(1),
                device,
                kind)
            .orElse(0);
    if (others >= MOST_KINDS || kind.length() > LONGEST_KIND) {
      return;
    }
    database.update(
        """
        INSERT INTO reports (device, kind, data, at) VALUES (?, ?, ?, ?)
        ON CONFLICT (device, kind) DO UPDATE SET data = excluded.data, at = excluded.at\
        """,
        device,
        kind,
        data.toString(),
        clock.instant());
  }

  Optional<JsonNode> compliance(String device) {
    return database.one(
        "SELECT data FROM reports WHERE device = ? AND kind = 'compliance'",
        row -> Json.own(row.getString(1)),
        device);
  }

  /// The rows last reported, by table.
  SortedMap<String, JsonNode> inventory(String device) {
    var tables = new TreeMap<String, JsonNode>();
    database.all(
        "SELECT kind, data FROM reports WHERE device = ? AND kind LIKE 'inventory/%'",
        row ->
            tables.put(row.getString(1).substring(TABLE.length()), Json.own(row.getString(2)))
                == null,
        device);
    return tables;
  }

  long begin(String device, String session) {
    return database.insert(
        "INSERT INTO sessions (device, session, started, messages, outcome) VALUES (?, ?, ?, 0, 'running')",
        device,
        session,
        clock.instant());
  }

  void message(long session) {
    database.update("UPDATE sessions SET messages = messages + 1 WHERE id = ?", session);
  }

  void end(long session, String outcome) {
    database.update(
        "UPDATE sessions SET ended = ?, outcome = ? WHERE id = ? AND ended IS NULL",
        clock.instant(),
        outcome,
        session);
  }

  /// The last hundred, newest first.
  List<Session> sessions(String device) {
    return database.all(
        "SELECT * FROM sessions WHERE device = ? ORDER BY id DESC LIMIT ?",
        row ->
            new Session(
                row.getLong("id"),
                row.getString("device"),
                row.getString("session"),
                Database.time(row, "started"),
                Database.maybeTime(row, "ended"),
                row.getInt("messages"),
                row.getString("outcome")),
        device,
        SESSIONS_SHOWN);
  }
}
