package io.reeve.core.inventory;

import io.reeve.core.inventory.Inventory.Answer;
import io.reeve.policy.Spelling;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Answers one SQL query from an in-memory database that is made for it and holds only the tables
/// it names.
///
/// Which tables those are, and that the statement writes nothing, is read from the program SQLite
/// compiles it to (`EXPLAIN`), over empty tables; so a subquery, a join, a `WITH` or a quoted name
/// makes no difference. Runs on a platform thread: SQLite is native code.
final class Query {
  static final int MAX_SQL = 16_384;
  static final int MAX_ROWS = 10_000;

  private final Map<String, Columns> schema;
  private final Function<List<String>, Map<String, Reading>> reader;
  private final Duration limit;

  Query(
      Map<String, Columns> schema,
      Function<List<String>, Map<String, Reading>> reader,
      Duration limit) {
    this.schema = schema;
    this.reader = reader;
    this.limit = limit;
  }

  Answer run(String sql) {
    if (sql.length() > MAX_SQL) {
      return refused("the query is longer than " + MAX_SQL + " characters");
    }
    var problem = SqlText.problem(sql);
    if (problem.isPresent()) {
      return refused(problem.get());
    }
    try (var database = Scratch.open(limit)) {
      return answer(database, sql);
    } catch (SQLException e) {
      return refused(explained(e));
    }
  }

  private Answer answer(Scratch database, String sql) throws SQLException {
    var connection = database.connection();
    database.create(schema);
    var names = tablesOf(connection, sql);
    if (names.isEmpty()) {
      return refused("the query would write; only reading is possible");
    }
    var readings = reader.apply(names.get());
    for (var entry : readings.entrySet()) {
      switch (entry.getValue()) {
        case Reading.Failed(var error) -> {
          return refused("table " + entry.getKey() + ": " + error);
        }
        case Reading.NotApplicable _ -> {}
        case Reading.Rows(var rows) -> database.fill(entry.getKey(), columns(entry.getKey()), rows);
      }
    }
    database.seal();
    try (var statement = connection.prepareStatement(sql)) {
      return rows(statement);
    }
  }

  private List<String> columns(String table) {
    return Optional.ofNullable(schema.get(table)).map(Columns::names).orElse(List.of());
  }

  /// The tables the statement opens; empty when it would write.
  private static Optional<List<String>> tablesOf(Connection connection, String sql)
      throws SQLException {
    var roots = new LinkedHashMap<Long, String>();
    try (var statement = connection.createStatement();
        var result = statement.executeQuery("SELECT rootpage, name FROM sqlite_schema")) {
      while (result.next()) {
        roots.put(result.getLong(1), result.getString(2));
      }
    }
    var names = new TreeSet<String>();
    try (var statement = connection.prepareStatement("EXPLAIN " + sql);
        var program = statement.executeQuery()) {
      while (program.next()) {
        var opcode = program.getString("opcode");
        if (opcode.equals("Transaction") && program.getLong("p2") != 0) {
          return Optional.empty();
        }
        var name = roots.get(program.getLong("p2"));
        if (opcode.equals("OpenRead") && program.getLong("p3") == 0 && name != null) {
          names.add(name);
        }
      }
    }
    return Optional.of(List.copyOf(names));
  }

  private static Answer rows(PreparedStatement statement) throws SQLException {
    try (var result = statement.executeQuery()) {
      var rows = new ResultRows(result);
      while (result.next()) {
        if (!rows.add()) {
          return refused(
              "the answer is larger than "
                  + MAX_ROWS
                  + " rows or "
                  + ResultRows.MAX_CHARACTERS
                  + " characters; ask for less, for example with LIMIT");
        }
      }
      return new Answer("query", rows.columns(), rows.rows(), Optional.empty());
    }
  }

  private String explained(SQLException e) {
    if (e instanceof SQLiteException sqlite
        && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_INTERRUPT) {
      var seconds = TimeUnit.MILLISECONDS.toSeconds(limit.toMillis());
      return "the query ran longer than " + seconds + " s and was stopped";
    }
    var message = plain(String.valueOf(e.getMessage()));
    return message + hint(message);
  }

  private String hint(String message) {
    if (message.startsWith("no such table: ")) {
      return Spelling.guess(message.substring("no such table: ".length()), schema.keySet());
    }
    if (message.startsWith("no such column: ")) {
      var name = message.substring("no such column: ".length());
      var columns = new TreeSet<String>();
      schema.values().forEach(table -> columns.addAll(table.names()));
      return Spelling.guess(name.substring(name.lastIndexOf('.') + 1), columns);
    }
    return "";
  }

  /// SQLite's own words, without what the driver puts around them.
  private static String plain(String message) {
    int open = message.indexOf('(');
    return message.startsWith("[") && open > 0 && message.endsWith(")")
        ? message.substring(open + 1, message.length() - 1)
        : message;
  }

  static Answer refused(String error) {
    return new Answer("query", List.of(), List.of(), Optional.of(error));
  }
}
