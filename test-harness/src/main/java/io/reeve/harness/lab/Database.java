package io.reeve.harness.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The lab's SQLite file: one connection, used by one thread at a time. Times are kept as
/// milliseconds of the epoch.
final class Database implements AutoCloseable {
  private static final List<String> MIGRATIONS = List.of("V001.sql", "V002.sql");

  private final ReentrantLock lock = new ReentrantLock();
  private final Connection connection;

  private Database(Connection connection) {
    this.connection = connection;
  }

  /// Reads one row.
  @FunctionalInterface
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /// The database failed: disk full, file damaged.
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(SQLException cause) {
      super("the lab's database failed: " + cause.getMessage(), cause);
    }
  }

  /// Opens the file, making or migrating it as needed.
  ///
  /// @throws IOException when it cannot be opened, or a newer lab has written it
  static Database open(Path file) throws IOException {
    StateFiles.touchSecret(file);
    try {
      return of(DriverManager.getConnection("jdbc:sqlite:" + file), file);
    } catch (SQLException failed) {
      throw new IOException("cannot open " + file + ": " + failed.getMessage(), failed);
    }
  }

  /// The database behind that connection, which belongs to it from now on.
  static Database of(Connection connection, Path file) throws IOException, SQLException {
    var database = new Database(connection);
    try {
      database.prepare(file);
      return database;
    } catch (IOException | SQLException | RuntimeException failed) {
      connection.close();
      throw failed;
    }
  }

  private void prepare(Path file) throws IOException, SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = NORMAL");
      statement.execute("PRAGMA foreign_keys = ON");
      statement.execute("PRAGMA busy_timeout = 5000");
    }
    int version = one("PRAGMA user_version", row -> row.getInt(1)).orElse(0);
    if (version > MIGRATIONS.size()) {
      throw new IOException(
          file + " was written by a newer lab (version " + version + "); use that one");
    }
    for (int next = version; next < MIGRATIONS.size(); next++) {
      migrate(MIGRATIONS.get(next), next + 1);
    }
  }

  private void migrate(String name, int version) throws IOException {
    var script = script(name);
    inTransaction(() -> {
      try (var statement = connection.createStatement()) {
        statement.executeUpdate(script);
        statement.execute("PRAGMA user_version = " + version);
      } catch (SQLException failed) {
        throw new Failure(failed);
      }
      return version;
    });
  }

  private static String script(String name) throws IOException {
    try (var in = Database.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("migration " + name + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Runs it with nothing in between, all or nothing. Calls may nest; the outermost counts.
  <T> T inTransaction(Supplier<T> work) {
    lock.lock();
    try {
      if (!connection.getAutoCommit()) {
        return work.get();
      }
      connection.setAutoCommit(false);
      try {
        var result = work.get();
        connection.commit();
        return result;
      } finally {
        connection.rollback(); // does nothing after the commit
        connection.setAutoCommit(true);
      }
    } catch (SQLException failed) {
      throw new Failure(failed);
    } finally {
      lock.unlock();
    }
  }

  /// Changes rows and says how many.
  int update(String sql, @Nullable Object... arguments) {
    lock.lock();
    try (var statement = bind(sql, arguments)) {
      return statement.executeUpdate();
    } catch (SQLException failed) {
      throw new Failure(failed);
    } finally {
      lock.unlock();
    }
  }

  /// Inserts a row and gives its rowid.
  long insert(String sql, @Nullable Object... arguments) {
    return inTransaction(() -> {
      update(sql, arguments);
      return one("SELECT last_insert_rowid()", row -> row.getLong(1)).orElseThrow();
    });
  }

  /// All rows.
  <T> List<T> all(String sql, Row<T> reader, @Nullable Object... arguments) {
    lock.lock();
    try (var statement = bind(sql, arguments);
        var rows = statement.executeQuery()) {
      var found = new ArrayList<T>();
      while (rows.next()) {
        found.add(reader.of(rows));
      }
      return found;
    } catch (SQLException failed) {
      throw new Failure(failed);
    } finally {
      lock.unlock();
    }
  }

  /// The first row.
  <T> Optional<T> one(String sql, Row<T> reader, @Nullable Object... arguments) {
    return all(sql, reader, arguments).stream().findFirst();
  }

  private PreparedStatement bind(String sql, @Nullable Object... arguments) throws SQLException {
    var statement = connection.prepareStatement(sql);
    for (int i = 0; i < arguments.length; i++) {
      var argument = arguments[i];
      statement.setObject(
          i + 1,
          switch (argument) {
            case Instant instant -> instant.toEpochMilli();
            case Enum<?> word -> word.name();
            case null -> null;
            default -> argument;
          });
    }
    return statement;
  }

  /// The time in that column.
  static Instant time(ResultSet row, String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }

  /// The time in that column, unless it is null.
  static Optional<Instant> maybeTime(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  @Override
  public void close() {
    lock.lock();
    try {
      connection.close();
    } catch (SQLException failed) {
      throw new Failure(failed);
    } finally {
      lock.unlock();
    }
  }
}
