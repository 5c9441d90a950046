package io.reeve.store;

import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who changed the places we hold behind our back, and the places we have stopped putting right
/// because of it. Of each place the newest changes are kept; all is forgotten with the place.
public final class Contests {
  /// The most changes kept of one place.
  public static final int MOST = 8;

  private static final int LONGEST_WHO = 400;

  private final Database database;

  Contests(Database database) {
    this.database = database;
  }

  /// A change somebody else made.
  ///
  /// @param at when it was found
  /// @param found what was there
  /// @param who who did it; empty when the system does not tell
  public record Meddling(Instant at, Value found, String who) {}

  /// What is known of one place.
  ///
  /// @param changes the newest changes, oldest first
  /// @param since when we stopped putting it right; empty when we do
  public record Contest(List<Meddling> changes, Optional<Instant> since) {
    public Contest {
      changes = List.copyOf(changes);
    }
  }

  /// What is known of that place.
  public Contest of(Address address) {
    return database.transaction(() -> {
      var changes =
          database.query(
              row ->
                  new Meddling(
                      Columns.time(row.getLong("at")),
                      Columns.value(row.getString("found")),
                      row.getString("who")),
              "select * from meddling where address = ? order by id",
              Columns.text(address));
      return new Contest(changes, since(address));
    });
  }

  private Optional<Instant> since(Address address) {
    return database
        .query(
            row -> Columns.time(row.getLong("since")),
            "select since from contest where address = ?",
            Columns.text(address))
        .stream()
        .findFirst();
  }

  /// The places we have stopped putting right.
  public List<Address> standing() {
    return database.query(
        row -> Columns.address(row.getString("address")),
        "select address from contest order by address");
  }

  /// Keeps a change of a place we hold, and drops the oldest beyond [#MOST].
  public void add(Address address, Meddling change) {
    var place = Columns.text(address);
    var who = change.who();
    database.transaction(() -> {
      database.update(
          "insert into meddling (address, at, found, who) values (?, ?, ?, ?)",
          place,
          Columns.time(change.at()),
          Columns.text(change.found()),
          who.length() <= LONGEST_WHO ? who : who.substring(0, LONGEST_WHO));
      return database.update(
          "delete from meddling where address = ? and id not in"
              + " (select id from meddling where address = ? order by id desc limit ?)",
          place,
          place,
          MOST);
    });
  }

  /// We stop putting a place we hold right.
  public void begin(Address address, Instant now) {
    database.update(
        "insert or replace into contest (address, since) values (?, ?)",
        Columns.text(address),
        Columns.time(now));
  }

  /// We put it right again; the changes stay known.
  public void end(Address address) {
    database.update("delete from contest where address = ?", Columns.text(address));
  }

  /// We put it right again, and what was is forgotten.
  public void forget(Address address) {
    database.transaction(() -> {
      end(address);
      return database.update("delete from meddling where address = ?", Columns.text(address));
    });
  }
}
