package io.reeve.store;

import io.reeve.policy.Address;
import io.reeve.policy.Authority;
import io.reeve.policy.DesiredState;
import io.reeve.policy.DesiredState.Entry;
import io.reeve.policy.OmaUri;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The places we hold, and the writes under way.
///
/// A pass is begun with every write it is about to make; each is then done or undone, and the pass
/// ended. A pass that is found at start was cut off: its intents tell which places may hold either
/// the old or the new, and its desired values what to go back to.
public final class Journal {
  private final Database database;
  private final JournalRows rows;
  private final Database.Remembered<Map<Address, JournalEntry>> held;
  private final Database.Remembered<List<Pass>> unfinished;

  Journal(Database database) {
    this.database = database;
    this.rows = new JournalRows(database);
    this.held = database.new Remembered<>(this::readHeld);
    this.unfinished = database.new Remembered<>(this::readUnfinished);
  }

  /// A pass that has not ended.
  ///
  /// @param id its number
  /// @param atomic whether it is all or nothing
  /// @param intents its writes neither done nor undone, in the order they were planned
  /// @param desiredBefore what the desired values it changed were before it
  public record Pass(
      long id, boolean atomic, List<Intent> intents, List<DesiredBefore> desiredBefore) {
    public Pass {
      intents = List.copyOf(intents);
      desiredBefore = List.copyOf(desiredBefore);
    }
  }

  /// A desired value as it was before a pass; empty when there was none.
  public record DesiredBefore(Authority authority, OmaUri uri, Optional<Entry> entry) {
    /// The state with all these values as they were.
    public static DesiredState restore(DesiredState state, Collection<DesiredBefore> all) {
      var was = state;
      for (var authority : Authority.values()) {
        var set = new HashMap<OmaUri, Entry>();
        var unset = new HashSet<OmaUri>();
        all.stream()
            .filter(each -> each.authority == authority)
            .forEach(each ->
                each.entry.ifPresentOrElse(
                    entry -> set.put(each.uri, entry), () -> unset.add(each.uri)));
        was = was.without(authority, unset).with(authority, set);
      }
      return was;
    }
  }

  /// Every place we hold, in the order we took hold of them.
  public List<JournalEntry> held() {
    return List.copyOf(held.get().values());
  }

  private Map<Address, JournalEntry> readHeld() {
    var byAddress = new LinkedHashMap<Address, JournalEntry>();
    rows.places("select * from place order by id")
        .forEach(entry -> byAddress.put(entry.address(), entry));
    return byAddress;
  }

  /// The place, if we hold it.
  public Optional<JournalEntry> held(Address address) {
    return held.fresh()
        .map(all -> Optional.ofNullable(all.get(address)))
        .orElseGet(() ->
            rows.places("select * from place where address = ?", Columns.text(address)).stream()
                .findFirst());
  }

  /// Takes hold of a place, or changes what is known of it; its turn in [#held] stays.
  public void hold(JournalEntry entry) {
    rows.put(entry);
  }

  /// Lets go of a place.
  public void release(Address address) {
    database.update("delete from place where address = ?", Columns.text(address));
  }

  /// Begins a pass: durable when the transaction it is called in commits, and so ahead of the first
  /// write.
  ///
  /// @return its number
  public long begin(
      boolean atomic, List<DesiredBefore> desiredBefore, List<Intent> intents, Instant now) {
    return database.transaction(() -> {
      long pass =
          database
              .query(
                  row -> row.getLong(1),
                  "insert into pass (atomic, at) values (?, ?) returning id",
                  atomic ? 1 : 0,
                  Columns.time(now))
              .getFirst();
      desiredBefore.forEach(before -> rows.put(pass, before));
      for (int position = 0; position < intents.size(); position++) {
        rows.put(pass, position, intents.get(position));
      }
      return pass;
    });
  }

  /// The write is in force: the journal holds what the intent said it would.
  public void done(Intent intent) {
    database.transaction(() -> {
      intent.after().ifPresentOrElse(this::hold, () -> release(intent.address()));
      return undone(intent);
    });
  }

  /// The write did not happen or is undone: the journal holds what it held.
  ///
  /// @return whether there was such an intent
  public boolean undone(Intent intent) {
    return database.update("delete from intent where address = ?", Columns.text(intent.address()))
        > 0;
  }

  /// The pass is over.
  public void end(long pass) {
    database.update("delete from pass where id = ?", pass);
  }

  /// Passes that have not ended; at start these were cut off.
  public List<Pass> unfinished() {
    return unfinished.get();
  }

  private List<Pass> readUnfinished() {
    return database.transaction(() ->
        database.query(row -> row.getLong("id"), "select id from pass order by id").stream()
            .map(rows::pass)
            .toList());
  }
}
