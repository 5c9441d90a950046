package io.reeve.core.inventory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.TempStore;

/// An in-memory database for one query: no file, nothing attached, no extensions, small limits, and
/// a stop after some time. Sorting spills to a temporary file, so that a query cannot fill the
/// agent's memory.
final class Scratch implements AutoCloseable {
  private static final int STEPS_BETWEEN_CHECKS = 2_000;
  private static final int MAX_VALUE_BYTES = 1_000_000;

  private final Connection connection;
  private final Duration limit;

  private Scratch(Connection connection, Duration limit) {
    this.connection = connection;
    this.limit = limit;
  }

  static Scratch open(Duration limit) throws SQLException {
    var config = new SQLiteConfig();
    config.enableLoadExtension(false);
    config.setTempStore(TempStore.FILE);
    config.setPragma(Pragma.LIMIT_LENGTH, Integer.toString(MAX_VALUE_BYTES));
    config.setPragma(Pragma.LIMIT_SQL_LENGTH, Integer.toString(2 * Query.MAX_SQL));
    config.setPragma(Pragma.LIMIT_EXPR_DEPTH, "200");
    config.setPragma(Pragma.LIMIT_COMPOUND_SELECT, "100");
    config.setPragma(Pragma.LIMIT_LIKE_PATTERN_LENGTH, "1000");
    config.setPragma(Pragma.LIMIT_ATTACHED, "0");
    config.setPragma(Pragma.LIMIT_WORKER_THREADS, "0");
    return new Scratch(config.createConnection("jdbc:sqlite::memory:"), limit);
  }

  Connection connection() {
    return connection;
  }

  /// Makes every table, empty.
  void create(Map<String, Columns> schema) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var table : schema.entrySet()) {
        statement.execute(
            "CREATE TABLE \"" + table.getKey() + "\" (" + table.getValue().declaration() + ")");
      }
    }
    watch();
  }

  /// As long as it takes: what is read is bounded, and reading it is no part of the query's time.
  void fill(String table, List<String> columns, List<Map<String, Object>> rows)
      throws SQLException {
    ProgressHandler.clearHandler(connection);
    var holes = Stream.generate(() -> "?").limit(columns.size()).collect(Collectors.joining(","));
    connection.setAutoCommit(false);
    try (var insert =
        connection.prepareStatement("INSERT INTO \"" + table + "\" VALUES (" + holes + ")")) {
      for (var row : rows) {
        bind(insert, columns, row);
        insert.execute();
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static void bind(PreparedStatement insert, List<String> columns, Map<String, Object> row)
      throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      insert.setObject(i + 1, row.get(columns.get(i)));
    }
  }

  /// From here on nothing can be written, and the query's time runs.
  void seal() throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = 1");
    }
    watch();
  }

  private void watch() throws SQLException {
    long end = System.nanoTime() + limit.toNanos();
    ProgressHandler.setHandler(
        connection,
        STEPS_BETWEEN_CHECKS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return System.nanoTime() - end > 0 ? 1 : 0;
          }
        });
  }

  @Override
  public void close() throws SQLException {
    try {
      ProgressHandler.clearHandler(connection);
    } finally {
      connection.close();
    }
  }
}
