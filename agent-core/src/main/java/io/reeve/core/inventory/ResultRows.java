package io.reeve.core.inventory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rows of a result, by column, up to a bound. A column name that is there twice gets `:1`,
/// `:2` and so on, as SQLite names them in a subquery.
final class ResultRows {
  static final int MAX_CHARACTERS = 8 * 1024 * 1024;

  private final ResultSet result;
  private final List<String> columns;
  private final List<Map<String, Object>> rows = new ArrayList<>();
  private long characters;

  ResultRows(ResultSet result) throws SQLException {
    this.result = result;
    this.columns = names(result);
  }

  List<String> columns() {
    return columns;
  }

  List<Map<String, Object>> rows() {
    return rows;
  }

  /// Takes the result's current row; false when that is more than the bound.
  boolean add() throws SQLException {
    var row = new LinkedHashMap<String, Object>();
    for (int i = 0; i < columns.size(); i++) {
      var value = value(i + 1);
      if (value.isPresent()) {
        row.put(columns.get(i), value.get());
        characters += value.get().toString().length();
      }
    }
    rows.add(row);
    return rows.size() <= Query.MAX_ROWS && characters <= MAX_CHARACTERS;
  }

  private Optional<Object> value(int column) throws SQLException {
    var value = result.getObject(column);
    return switch (value) {
      case null -> Optional.empty();
      case Integer number -> Optional.of(number.longValue());
      case Long number -> Optional.of(number);
      case Number number -> Optional.of(number.doubleValue());
      case byte[] bytes -> Optional.of(HexFormat.of().formatHex(bytes));
      default -> Optional.of(value.toString());
    };
  }

  private static List<String> names(ResultSet result) throws SQLException {
    var meta = result.getMetaData();
    var names = new LinkedHashSet<String>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      var label = meta.getColumnLabel(i);
      var name = label;
      for (int again = 1; !names.add(name); again++) {
        name = label + ":" + again;
      }
    }
    return List.copyOf(names);
  }
}
