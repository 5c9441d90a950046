package io.reeve.store;

import io.reeve.policy.Authority;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The values that were rolled back, because the service could not be reached with them. The same
/// authority is refused the same value until it is lifted.
public final class Refusals {
  private final Database database;

  Refusals(Database database) {
    this.database = database;
  }

  /// A value that is not tried again.
  ///
  /// @param uri the setting's address, or the node that says what the authority has no say in
  /// @param value what was tried; absent when a value was taken away
  /// @param reason why it was rolled back, in a sentence without a full stop
  public record Refusal(Authority authority, OmaUri uri, Value value, String reason, Instant at) {}

  /// All of them, in address order.
  public List<Refusal> all() {
    return database.query(Refusals::refusal, "select * from refusal order by uri, authority");
  }

  /// Those the service has still to be told of.
  public List<Refusal> unreported() {
    return database.query(
        Refusals::refusal, "select * from refusal where reported = 0 order by uri, authority");
  }

  /// What this authority is refused there.
  public Optional<Refusal> get(Authority authority, OmaUri uri) {
    return database
        .query(
            Refusals::refusal,
            "select * from refusal where authority = ? and uri = ?",
            authority.name(),
            uri.toString())
        .stream()
        .findFirst();
  }

  /// Adds one, in place of an older one for the same authority and address.
  public void put(Refusal refusal) {
    put(refusal, false);
  }

  /// One that was lifted stands again; the service knows of it.
  public void restore(Refusal refusal) {
    put(refusal, true);
  }

  private void put(Refusal refusal, boolean reported) {
    database.update(
        "insert or replace into refusal (authority, uri, value, reason, at, reported)"
            + " values (?, ?, ?, ?, ?, ?)",
        refusal.authority().name(),
        refusal.uri().toString(),
        Columns.text(refusal.value()),
        refusal.reason(),
        Columns.time(refusal.at()),
        reported ? 1 : 0);
  }

  /// The service has been told of all of them, or will be.
  public void reported() {
    database.update("update refusal set reported = 1");
  }

  /// Lifts one.
  ///
  /// @return whether there was one
  public boolean lift(Authority authority, OmaUri uri) {
    return database.update(
            "delete from refusal where authority = ? and uri = ?", authority.name(), uri.toString())
        > 0;
  }

  /// Lifts all of an authority.
  ///
  /// @return how many there were
  public int lift(Authority authority) {
    return database.update("delete from refusal where authority = ?", authority.name());
  }

  private static Refusal refusal(ResultSet row) throws SQLException {
    return new Refusal(
        Authority.valueOf(row.getString("authority")),
        OmaUri.parse(row.getString("uri")),
        Columns.value(row.getString("value")),
        row.getString("reason"),
        Columns.time(row.getLong("at")));
  }
}
