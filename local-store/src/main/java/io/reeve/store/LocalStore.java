package io.reeve.store;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent's memory: one SQLite file in WAL mode, every commit durable when it returns.
///
/// A damaged file is never used and never thrown away: it is renamed and the last good copy, or an
/// empty store, takes its place. [#setAside] tells the caller, who has to ask the service for
/// everything again.
public final class LocalStore implements AutoCloseable {
  static final Logger LOG = LoggerFactory.getLogger(LocalStore.class);

  private final StoreFile file;
  private final Database database;
  private final Optional<SetAside> setAside;
  private final Notes notes;
  private final Outbox outbox;
  private final Journal journal;
  private final History history;
  private final Outcomes outcomes;
  private final DesiredTable desired;
  private final Contests contests;
  private final Trials trials;
  private final Refusals refusals;

  private LocalStore(StoreFile file, StoreFile.Opened opened, Clock clock) {
    this.file = file;
    this.database = opened.database();
    this.setAside = opened.setAside();
    this.notes = new StoredNotes(database);
    this.outbox = new StoredOutbox(database, notes, clock);
    this.journal = new Journal(database);
    this.history = new History(database, clock, History.MOST);
    this.outcomes = new Outcomes(database);
    this.desired = new DesiredTable(database);
    this.contests = new Contests(database);
    this.trials = new Trials(database);
    this.refusals = new Refusals(database);
  }

  /// A damaged store was found when this one was opened.
  ///
  /// @param file where it is now
  /// @param why what was wrong with it
  /// @param copy whether the last good copy took its place; else this store began empty
  public record SetAside(Path file, String why, boolean copy) {}

  /// Opens the store, making it when it is not there; its folder must be.
  ///
  /// @throws StoreException when it is a newer program's, somebody else holds it, or the disk
  ///   refuses
  public static LocalStore open(Path db, Clock clock) {
    return open(db, clock, Schema.NOW);
  }

  /// As the other, by a program that knows these steps.
  static LocalStore open(Path db, Clock clock, Schema schema) {
    var file = new StoreFile(db.toAbsolutePath().normalize(), clock, schema);
    var opened = file.open();
    var store = new LocalStore(file, opened, clock);
    opened.newer().ifPresent(newer -> store.wentBack(db, newer));
    store.setAside.ifPresent(damaged ->
        store.history.add(
            "store",
            db.getFileName().toString(),
            "The store was damaged (%s). It is kept as %s; %s."
                .formatted(
                    damaged.why(),
                    damaged.file().getFileName(),
                    damaged.copy()
                        ? "its last good copy took its place"
                        : "an empty one took its place")));
    return store;
  }

  /// The copy for damage may be the newer program's.
  private void wentBack(Path db, Path newer) {
    history.add(
        "store",
        db.getFileName().toString(),
        "A newer version of Reeve did not run. The store is again as it was before that one; what that one wrote is kept as %s."
            .formatted(newer.getFileName()));
    LOG.warn("a newer version of Reeve did not run; its store is kept as {}", newer);
    copy();
  }

  /// The damaged store that was found and set aside at this opening.
  public Optional<SetAside> setAside() {
    return setAside;
  }

  /// Runs the work and commits it whole and durably, or nothing of it.
  public <T> T transaction(Supplier<T> work) {
    return database.transaction(work);
  }

  /// Runs the work and commits it whole and durably, or nothing of it.
  public void transaction(Runnable work) {
    database.transaction(() -> {
      work.run();
      return Boolean.TRUE;
    });
  }

  /// What every authority wants.
  public DesiredTable desired() {
    return desired;
  }

  /// Who changes what we hold, and what we have stopped putting right because of it.
  public Contests contests() {
    return contests;
  }

  /// The changes on trial.
  public Trials trials() {
    return trials;
  }

  /// The values that a trial ended badly for.
  public Refusals refusals() {
    return refusals;
  }

  /// The places we hold and the writes under way.
  public Journal journal() {
    return journal;
  }

  /// How the last attempt at each setting went.
  public Outcomes outcomes() {
    return outcomes;
  }

  /// What was done, for people.
  public History history() {
    return history;
  }

  /// Small facts by name.
  public Notes notes() {
    return notes;
  }

  /// What the service has still to hear of.
  public Outbox outbox() {
    return outbox;
  }

  /// Writes the copy that takes the store's place should it be damaged. Worth calling when a
  /// session has changed something, and after enrolling. The last copy stays when this fails.
  public void copy() {
    file.copy(database);
  }

  /// A number SQLite tells of this connection.
  long pragma(String name) {
    return database.number("pragma " + name);
  }

  /// Closes it; the last use of it.
  @Override
  public void close() {
    database.close();
  }
}
