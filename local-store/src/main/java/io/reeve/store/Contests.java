package io.reeve.store;

import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who changed the places we hold behind our back, and the places we have stopped putting right
/// because of it. Of each place the newest changes are kept; all is forgotten with the place.
public final class Contests {
  /// The most changes kept of one place.
  public static final int MOST = 8;

  private static final int LONGEST_WHO = 400;

  /// Enough to recognise what was there. A place may hold a whole file.
  static final int LONGEST_FOUND = 4096;

  private final Database database;
  private final Database.Remembered<List<Address>> standing;
  private final Database.Remembered<Set<Address>> known;

  Contests(Database database) {
    this.database = database;
    this.standing = database.new Remembered<>(this::readStanding);
    this.known = database.new Remembered<>(this::readKnown);
  }

  /// A change somebody else made.
  ///
  /// @param at when it was found
  /// @param found what was there; of a long text the beginning
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
    if (!known().contains(address)) {
      return new Contest(List.of(), Optional.empty());
    }
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
    return standing.get();
  }

  private List<Address> readStanding() {
    return database.query(
        row -> Columns.address(row.getString("address")),
        "select address from contest order by address");
  }

  /// The places of which anything is known.
  public Set<Address> known() {
    return known.get();
  }

  private Set<Address> readKnown() {
    return Set.copyOf(
        database.query(
            row -> Columns.address(row.getString("address")),
            "select address from meddling union select address from contest"));
  }

  /// Keeps a change of a place we hold, and drops the oldest beyond [#MOST].
  public void add(Address address, Meddling change) {
    var place = Columns.text(address);
    database.transaction(() -> {
      database.update(
          "insert into meddling (address, at, found, who) values (?, ?, ?, ?)",
          place,
          Columns.time(change.at()),
          Columns.text(shortened(change.found())),
          shortened(change.who(), LONGEST_WHO));
      return database.update(
          "delete from meddling where address = ? and id not in"
              + " (select id from meddling where address = ? order by id desc limit ?)",
          place,
          place,
          MOST);
    });
  }

  private static Value shortened(Value found) {
    return switch (found) {
      case Value.Text(var text) -> Value.of(shortened(text, LONGEST_FOUND));
      case Value.Bytes(var base64) -> new Value.Bytes(shortened(base64, LONGEST_FOUND));
      case Value.Absent _, Value.Bool _, Value.Int _ -> found;
    };
  }

  private static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
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
