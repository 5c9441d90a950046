package io.reeve.core.inventory;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The machine as tables. Safe to call from any thread.
public interface Inventory {
  /// The names of all tables, sorted.
  List<String> tables();

  /// The columns of a table, in order; empty when there is no such table.
  Optional<List<String>> columns(String table);

  /// Reads these tables side by side, each within its deadline; a name that is no table gives an
  /// [Answer] with an error.
  List<Answer> read(List<String> tables);

  /// Answers a read-only SQL query over the tables it names.
  Answer query(String sql);

  /// A table's content, or why there is none.
  ///
  /// @param name the table's name, or `query`
  /// @param columns in order
  /// @param rows each row by column, in column order; a column that is unknown is missing from the
  ///   map. Values are `String`, `Long` or `Double`
  /// @param error empty when the rows are good; else why there are none: not applicable, timed out,
  ///   failed, bad SQL
  record Answer(
      String name, List<String> columns, List<Map<String, Object>> rows, Optional<String> error) {
    public Answer {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }
}
