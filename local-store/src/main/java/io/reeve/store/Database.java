package io.reeve.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one connection. Statements of several threads are taken one at a time, and a transaction is
/// seen by others only whole.
final class Database implements AutoCloseable {
  /// Makes a value of the current row.
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final Path file;
  private final Connection connection;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queries queries;
  private long writes;
  private int depth;
  private boolean doomed;

  Database(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
    this.queries = new Queries(connection);
  }

  /// Runs a statement that changes rows, and tells how many.
  int update(String sql, @Nullable Object... arguments) {
    lock.lock();
    try (var statement = connection.prepareStatement(sql)) {
      writes++;
      bind(statement, arguments);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      lock.unlock();
    }
  }

  /// Runs a query and reads every row.
  <T> List<T> query(Reader<T> reader, String sql, @Nullable Object... arguments) {
    lock.lock();
    try {
      if (!sql.startsWith("select ")) {
        writes++;
      }
      var statement = queries.take(sql);
      bind(statement, arguments);
      var result = read(statement, reader);
      queries.giveBack(sql, statement);
      return result;
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      lock.unlock();
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object... arguments)
      throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
  }

  private static <T> List<T> read(PreparedStatement statement, Reader<T> reader)
      throws SQLException {
    try (var rows = statement.executeQuery()) {
      var result = new ArrayList<T>();
      while (rows.next()) {
        result.add(reader.read(rows));
      }
      return result;
    }
  }

  /// What a query gave, until something is written. It is what the query would give again, also in
  /// the middle of a transaction, and never what others have not committed.
  final class Remembered<T> {
    private final Supplier<T> query;
    private @Nullable T known;
    private long since = -1;

    /// @param query gives what nobody changes
    Remembered(Supplier<T> query) {
      this.query = query;
    }

    T get() {
      lock.lock();
      try {
        var fresh = known;
        if (fresh == null || since != writes) {
          fresh = query.get();
          known = fresh;
          since = writes;
        }
        return fresh;
      } finally {
        lock.unlock();
      }
    }

    /// The same, if it is known and nothing was written since.
    Optional<T> fresh() {
      lock.lock();
      try {
        return since == writes ? Optional.ofNullable(known) : Optional.empty();
      } finally {
        lock.unlock();
      }
    }
  }

  /// The single number a query gives.
  long number(String sql, @Nullable Object... arguments) {
    return query(row -> row.getLong(1), sql, arguments).getFirst();
  }

  /// Runs the work and commits what it did, durably; on any exception nothing of it remains. Inside
  /// another transaction it is part of that one, and failing it fails the whole.
  <T> T transaction(Supplier<T> work) {
    lock.lock();
    try {
      return depth == 0 ? outermost(work) : nested(work);
    } finally {
      lock.unlock();
    }
  }

  private <T> T outermost(Supplier<T> work) {
    execute("begin immediate");
    depth = 1;
    doomed = false;
    boolean committed = false;
    try {
      T result = work.get();
      if (doomed) {
        throw new IllegalStateException("a part of this transaction failed and was ignored");
      }
      execute("commit");
      committed = true;
      return result;
    } finally {
      depth = 0;
      if (!committed) {
        rollBack();
      }
    }
  }

  private <T> T nested(Supplier<T> work) {
    boolean done = false;
    depth++;
    try {
      T result = work.get();
      done = true;
      return result;
    } finally {
      depth--;
      doomed |= !done;
    }
  }

  /// A failed commit or a full disk may have ended the transaction already; then there is nothing
  /// to roll back, and the failure on its way to the caller must not be replaced.
  private void rollBack() {
    writes++;
    try (var statement = connection.createStatement()) {
      statement.execute("rollback");
    } catch (SQLException e) {
      LocalStore.LOG.debug("{}: nothing to roll back: {}", file, e.getMessage());
    }
  }

  void execute(String sql) {
    if (!sql.startsWith("begin") && !sql.equals("commit")) {
      writes++;
    }
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private StoreException failure(SQLException e) {
    return new StoreException(
        "the store " + file + " failed: " + e.getMessage(), Corruption.hint(e), e);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      lock.unlock();
    }
  }
}
