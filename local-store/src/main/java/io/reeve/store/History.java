package io.reeve.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The ledger: what was done on this machine and who asked for it, in sentences for people. It is
/// only added to, and bounded.
///
/// Every entry carries a hash of itself and the one before, so that an entry that was altered, put
/// in or taken out is found by [#verify]. Who can write the store can also write a whole new chain;
/// that is noticed where an earlier [#head] is known, which is why the service is told it.
///
/// Nobody pushes out what was done by asking for much else. Entries have a rank: lowest is what
/// anybody may cause without end (sessions, queries, refusals), then what became of settings, then
/// the rest. Each rank has its own room. One that makes room in a lower rank is emptied and keeps
/// its number and the digest of its content, so that the chain still holds; the oldest of the
/// highest rank takes everything before it along. So that this is never soon, whoever does such
/// things for others asks [#isCrowded] before, and [#isOverrun] where it has to be possible on a
/// crowded day, too.
public final class History {
  /// The most entries kept of each rank.
  public static final int MOST = 10_000;

  /// The rank of what is never emptied.
  static final int LASTING = 2;

  /// What an entry that was emptied is.
  static final String EMPTIED = "forgotten";

  /// The longest text, in characters; of a longer one the beginning is kept, and a digest of all.
  static final int LONGEST = 4096;

  /// With this many entries, emptied ones among them, the oldest go, whatever they are.
  private static final int MOST_OF_ALL = 5;

  /// With this many of the highest rank in a day, and the reserve, the oldest is eight days old at
  /// least.
  private static final int MOST_IN_A_DAY = 1_000;

  /// For what has to be possible on a day on which so much was done.
  private static final int RESERVE = 200;

  /// Room is made for a hundredth of the entries at once: counting them all for each is slow.
  private static final int PARTS = 100;

  /// So many entries are verified before others get their turn.
  private static final int AT_A_TIME = 500;

  private static final Duration DAY = Duration.ofDays(1);

  private static final Set<String> NOISE = Set.of("query", "refused", "routine", "session");
  private static final Set<String> DEEDS =
      Set.of("action", "enrolled", "held", "ledger", "renewal", "script", "store", "unenrolled");

  private static final ScopedValue<String> ASKER = ScopedValue.newInstance();

  private final Database database;
  private final Clock clock;
  private final int most;
  private final int step;

  History(Database database, Clock clock, int most) {
    this.database = database;
    this.clock = clock;
    this.most = most;
    this.step = Math.max(1, most / PARTS);
  }

  /// Something that was done.
  ///
  /// @param id its number; the numbers have no gaps, and later is greater
  /// @param at when, by this machine's clock
  /// @param kind applied, removed, repaired, failed, enrolled, session, action, ...
  /// @param subject the setting's address, the action's address, or the server
  /// @param text what happened, in a sentence
  /// @param by who asked for it, for example `the service, session 3 message 12` or `root`; empty
  ///   where nobody did. A session's number is random, of 16 bits
  /// @param rank 0 to 2; the higher, the longer it is kept
  /// @param content of one that was emptied what stands for all it said; else empty
  /// @param hash of this entry and all before it, 64 hexadecimal digits; empty for one that an
  ///   older version wrote
  public record Event(
      long id,
      Instant at,
      String kind,
      String subject,
      String text,
      String by,
      int rank,
      String content,
      String hash) {}

  /// The newest entry's number and hash.
  public record Head(long id, String hash) {}

  /// Whether the ledger is whole.
  ///
  /// @param entries how many entries are there, but for those that were emptied
  /// @param head the newest of them that is part of the chain
  /// @param trouble what is wrong with it, a sentence without a full stop
  public record Verification(long entries, Optional<Head> head, Optional<String> trouble) {}

  /// Does the work; whatever is written down meanwhile on this thread was asked for by `who`. The
  /// innermost asker counts.
  public static <T, X extends Throwable> T askedBy(String who, ScopedValue.CallableOp<T, X> work)
      throws X {
    return ScopedValue.where(ASKER, who).call(work);
  }

  /// Does the work; whatever is written down meanwhile on this thread was asked for by `who`. The
  /// innermost asker counts.
  public static void askedBy(String who, Runnable work) {
    ScopedValue.where(ASKER, who).run(work);
  }

  /// Who asked for what is done on this thread now; empty when nobody did.
  public static String asker() {
    return ASKER.isBound() ? ASKER.get() : "";
  }

  /// Adds an entry.
  public void add(String kind, String subject, String text) {
    var by = asker();
    database.transaction(() -> {
      long id = numbered() + 1;
      var at = Columns.time(Columns.time(clock.instant()));
      var entry = new Event(id, at, kind, subject, shortened(text), by, rank(kind), "", "");
      var previous = last().map(Event::hash).orElse("");
      database.update(
          "insert into event (id, at, kind, subject, text, asker, rank, hash)"
              + " values (?, ?, ?, ?, ?, ?, ?, ?)",
          id,
          Columns.time(at),
          kind,
          subject,
          entry.text(),
          by,
          entry.rank(),
          Chain.hash(previous, id, entry.rank(), Chain.content(entry)));
      if (id % step == 0) {
        makeRoom(id);
      }
      return id;
    });
  }

  private static int rank(String kind) {
    return NOISE.contains(kind) ? 0 : DEEDS.contains(kind) ? LASTING : 1;
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST
        ? text
        : "%s ... (%d characters, SHA-256 %s)"
            .formatted(text.substring(0, LONGEST), text.length(), Chain.digest(text));
  }

  /// Leaves as much room in each rank as is filled before this is called again.
  private void makeRoom(long newest) {
    var counts =
        database.query(
            row -> new Kept(row.getInt(1), row.getLong(2)),
            "select rank, count(*) from event where content = '' group by rank");
    for (var kept : counts) {
      long excess = kept.entries() - (most - (step - 1));
      if (excess > 0) {
        makeRoom(kept.rank(), excess);
      }
    }
    forget(newest - (long) MOST_OF_ALL * most);
    forget(database.number("select id from event where content = '' order by id limit 1") - 1);
  }

  private record Kept(int rank, long entries) {}

  private void makeRoom(int rank, long excess) {
    var oldest =
        database.query(
            History::event,
            "select * from event where rank = ? and content = '' order by id limit ?",
            rank,
            excess);
    if (rank == LASTING) {
      forget(oldest.getLast().id());
    } else {
      oldest.forEach(this::empty);
    }
  }

  private void empty(Event entry) {
    database.update(
        "update event set at = 0, kind = ?, subject = '', text = '', asker = '', content = ?"
            + " where id = ?",
        EMPTIED,
        Chain.content(entry),
        entry.id());
  }

  /// Forgets all entries up to one, and keeps the hash that the next one goes on from.
  private void forget(long upTo) {
    newest("where id <= ?", 1, upTo).stream()
        .findFirst()
        .ifPresent(entry -> {
          database.update("update event_base set id = ?, hash = ?", entry.id(), entry.hash());
          database.update("delete from event where id <= ?", upTo);
        });
  }

  /// Whether so much was done within a day that no more is to be done for whoever asks from
  /// outside: it would push out what was done before.
  public boolean isCrowded() {
    return hasInADay(MOST_IN_A_DAY);
  }

  /// Whether what is kept for what cannot wait is used up, too.
  public boolean isOverrun() {
    return hasInADay(MOST_IN_A_DAY + RESERVE);
  }

  private boolean hasInADay(int many) {
    var since = Columns.time(clock.instant().minus(DAY));
    return database
        .query(
            row -> row.getLong("at") > since,
            "select at from event where rank = ? and content = ''"
                + " order by id desc limit 1 offset ?",
            LASTING,
            many - 1)
        .contains(true);
  }

  /// The newest entry, if there is any.
  private Optional<Event> last() {
    return newest(1).stream().findFirst();
  }

  /// The newest entry that is part of the chain.
  public Optional<Head> head() {
    return last()
        .filter(entry -> !entry.hash().isEmpty())
        .map(entry -> new Head(entry.id(), entry.hash()));
  }

  /// The entry of that number, also one that was emptied.
  public Optional<Event> entry(long id) {
    return newest("where id = ?", 1, id).stream().findFirst();
  }

  /// Reads the whole ledger and follows its chain, some entries at a time: others go on between,
  /// and what they add is followed, too.
  public Verification verify() {
    var walk = new ChainWalk(database.number("select unchained from event_base"));
    while (!walk.isOver()) {
      walk.follow(database.transaction(() -> next(walk.at())));
    }
    return walk.verification();
  }

  private ChainWalk.Stretch next(long after) {
    var base =
        database.query(
            row -> new Head(row.getLong("id"), row.getString("hash")),
            "select id, hash from event_base");
    var entries =
        database.query(
            History::event,
            "select * from event where id > ? order by id limit ?",
            after,
            AT_A_TIME);
    return new ChainWalk.Stretch(base.getFirst(), entries, numbered());
  }

  /// The greatest number ever given, also to an entry that is no longer there.
  private long numbered() {
    return database
        .query(row -> row.getLong(1), "select seq from sqlite_sequence where name = 'event'")
        .stream()
        .findFirst()
        .orElse(0L);
  }

  /// The newest entries, newest first.
  public List<Event> newest(int limit) {
    return newest("where content = ''", limit);
  }

  /// The newest entries about one subject, newest first.
  public List<Event> about(String subject, int limit) {
    return newest("where subject = ?", limit, subject);
  }

  private List<Event> newest(String where, int limit, Object... arguments) {
    var all = new Object[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = limit;
    return database.query(
        History::event, "select * from event " + where + " order by id desc limit ?", all);
  }

  private static Event event(ResultSet row) throws SQLException {
    return new Event(
        row.getLong("id"),
        Columns.time(row.getLong("at")),
        row.getString("kind"),
        row.getString("subject"),
        row.getString("text"),
        row.getString("asker"),
        row.getInt("rank"),
        row.getString("content"),
        row.getString("hash"));
  }
}
