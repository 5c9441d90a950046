package io.reeve.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/// The store as files: `reeve.db` with its `-wal` and `-shm`, the last good copy beside it, damaged
/// ones under other names, and the [WayBack].
final class StoreFile {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /// "Reev" in ASCII, so that `file` and we can tell our database from another program's.
  private static final int APPLICATION_ID = 0x52656576;

  private final Path db;
  private final Path copy;
  private final Clock clock;
  private final Schema schema;
  private final WayBack wayBack;

  StoreFile(Path db, Clock clock, Schema schema) {
    this.db = db;
    this.copy = beside(".copy");
    this.clock = clock;
    this.schema = schema;
    this.wayBack = new WayBack(db);
  }

  /// An open database, and what had to be done to get it.
  ///
  /// @param setAside the damaged one
  /// @param newer where that of a newer program is that did not run
  record Opened(Database database, Optional<LocalStore.SetAside> setAside, Optional<Path> newer) {}

  Opened open() {
    SqliteLibrary.unpackIn(db.toAbsolutePath().resolveSibling(""));
    var newer = wayBack.take(schema, unused(beside(".newer-" + STAMP.format(clock.instant()))));
    try {
      return new Opened(connect(), Optional.empty(), newer);
    } catch (SQLException e) {
      if (!Corruption.in(e)) {
        throw unusable(e);
      }
      return replace(String.valueOf(e.getMessage()));
    }
  }

  private Opened replace(String why) {
    var aside = setAside(why);
    boolean copied = takeCopy();
    try {
      return opened(new LocalStore.SetAside(aside, why, copied));
    } catch (SQLException e) {
      if (!copied || !Corruption.in(e)) {
        throw unusable(e);
      }
      setAside("the copy is damaged too: " + e.getMessage());
    }
    try {
      return opened(new LocalStore.SetAside(aside, why, false));
    } catch (SQLException e) {
      throw unusable(e);
    }
  }

  private Opened opened(LocalStore.SetAside setAside) throws SQLException {
    return new Opened(connect(), Optional.of(setAside), Optional.empty());
  }

  /// Opens, checks, and brings to this program's version.
  private Database connect() throws SQLException {
    makePrivate(db);
    var connection = DriverManager.getConnection("jdbc:sqlite:" + db);
    boolean good = false;
    try {
      prepare(connection);
      var database = new Database(db, connection);
      wayBack.keep(database, schema);
      schema.migrate(database);
      good = true;
      return database;
    } finally {
      if (!good) {
        connection.close();
      }
    }
  }

  private void prepare(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("pragma busy_timeout = 5000");
      try (var check = statement.executeQuery("pragma quick_check(1)")) {
        var found = check.next() ? check.getString(1) : "no answer";
        if (!found.equals("ok")) {
          throw new SQLException(found.strip(), null, Corruption.CORRUPT);
        }
      }
      refuseStrangers(
          number(connection, "pragma application_id"), number(connection, "pragma user_version"));
      statement.execute("pragma journal_mode = wal");
      statement.execute("pragma synchronous = full");
      statement.execute("pragma foreign_keys = on");
      statement.execute("pragma application_id = " + APPLICATION_ID);
    }
  }

  private void refuseStrangers(int application, int version) {
    if (application != 0 && application != APPLICATION_ID) {
      throw new StoreException(
          db + " is another program's database", "give a folder of its own with --state");
    }
    if (version > schema.version()) {
      throw new StoreException(
          "%s was written by a newer Reeve (version %d of the store; this one knows %d)"
              .formatted(db, version, schema.version()),
          "install the newer Reeve again; an older one must not guess at its data");
    }
  }

  private static int number(Connection connection, String pragma) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(pragma)) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  /// Renames the file and what belongs to it, and names it in the log.
  private Path setAside(String why) {
    var target = unused(beside(".corrupt-" + STAMP.format(clock.instant())));
    try {
      for (var suffix : List.of("", "-wal", "-shm")) {
        var part = beside(suffix);
        if (Files.exists(part)) {
          Files.move(part, target.resolveSibling(target.getFileName() + suffix));
        }
      }
    } catch (IOException e) {
      throw new StoreException(
          "the damaged store " + db + " cannot be set aside: " + e.getMessage(),
          "move it away by hand and start the agent again",
          e);
    }
    LocalStore.LOG.error("the store {} is damaged ({}); it is kept as {}", db, why, target);
    return target;
  }

  private static Path unused(Path wanted) {
    var path = wanted;
    for (int i = 2; Files.exists(path); i++) {
      path = wanted.resolveSibling(wanted.getFileName() + "-" + i);
    }
    return path;
  }

  private boolean takeCopy() {
    try {
      if (!Files.exists(copy)) {
        return false;
      }
      Files.copy(copy, db);
      return true;
    } catch (IOException e) {
      throw new StoreException(
          "the copy " + copy + " cannot be read: " + e.getMessage(), "check the disk", e);
    }
  }

  /// Writes the copy beside, makes it durable, and lets it take the old one's place.
  void copy(Database database) {
    write(database, copy);
  }

  /// As [#copy(Database)], to that place.
  static void write(Database database, Path copy) {
    var fresh = copy.resolveSibling(copy.getFileName() + "-new");
    try {
      Files.deleteIfExists(fresh);
      makePrivate(fresh);
      database.update("vacuum into ?", fresh.toString());
      try (var channel = FileChannel.open(fresh, READ, WRITE)) {
        channel.force(true);
      }
      Files.move(fresh, copy, ATOMIC_MOVE, REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StoreException(
          "the copy " + copy + " cannot be written: " + e.getMessage(), "check the disk", e);
    }
  }

  /// Makes the file, or its mode, so that only its owner reads it; SQLite gives `-wal` and `-shm`
  /// the same mode.
  private static void makePrivate(Path path) {
    try {
      var mode = PosixFilePermissions.fromString("rw-------");
      boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
      if (!Files.exists(path)) {
        if (posix) {
          Files.createFile(path, PosixFilePermissions.asFileAttribute(mode));
        } else {
          Files.createFile(path);
        }
      } else if (posix && !Files.getPosixFilePermissions(path).equals(mode)) {
        Files.setPosixFilePermissions(path, mode);
      }
    } catch (IOException e) {
      throw new StoreException(
          "the store " + path + " cannot be made: " + e,
          "its folder must exist and be writable for the agent's user",
          e);
    }
  }

  private StoreException unusable(SQLException e) {
    return new StoreException(
        "the store " + db + " cannot be opened: " + e.getMessage(), Corruption.hint(e), e);
  }

  private Path beside(String suffix) {
    return db.resolveSibling(db.getFileName() + suffix);
  }
}
