package io.reeve.store;

import io.reeve.policy.OmaUri;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How the last attempt at each wanted setting went.
public final class Outcomes {
  private final Database database;
  private final Database.Remembered<Map<OmaUri, Outcome>> all;

  Outcomes(Database database) {
    this.database = database;
    this.all = database.new Remembered<>(this::readAll);
  }

  /// How an attempt went.
  public enum State {
    APPLIED,
    NOT_APPLICABLE,
    /// It has begun and goes on.
    PENDING,
    /// Somebody keeps changing it back, and it is left alone for a while.
    CONTESTED,
    FAILED
  }

  /// @param state how it went
  /// @param detail the reason when it did not go well; else empty
  /// @param at when it first went so: an attempt with the same result does not move it
  public record Outcome(State state, String detail, Instant at) {}

  /// The last outcome of a setting; empty when it was never attempted.
  public Optional<Outcome> get(OmaUri uri) {
    return all.fresh()
        .map(known -> Optional.ofNullable(known.get(uri)))
        .orElseGet(() ->
            database
                .query(Outcomes::outcome, "select * from outcome where uri = ?", uri.toString())
                .stream()
                .findFirst());
  }

  /// Every setting's last outcome, in address order.
  public Map<OmaUri, Outcome> all() {
    return all.get();
  }

  private Map<OmaUri, Outcome> readAll() {
    var outcomes = new LinkedHashMap<OmaUri, Outcome>();
    database.query(
        row -> outcomes.put(OmaUri.parse(row.getString("uri")), outcome(row)),
        "select * from outcome order by uri");
    return Collections.unmodifiableMap(outcomes);
  }

  /// Records an outcome.
  ///
  /// @return whether it differs from the last one
  public boolean put(OmaUri uri, State state, String detail, Instant now) {
    return database.update(
            "insert into outcome (uri, state, detail, at) values (?, ?, ?, ?) on conflict (uri)"
                + " do update set state = excluded.state, detail = excluded.detail,"
                + " at = excluded.at where state <> excluded.state or detail <> excluded.detail",
            uri.toString(),
            state.name(),
            detail,
            Columns.time(now))
        > 0;
  }

  /// Forgets a setting that nobody wants any more.
  public void remove(OmaUri uri) {
    database.update("delete from outcome where uri = ?", uri.toString());
  }

  private static Outcome outcome(ResultSet row) throws SQLException {
    return new Outcome(
        State.valueOf(row.getString("state")),
        row.getString("detail"),
        Columns.time(row.getLong("at")));
  }
}
