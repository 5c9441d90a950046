package io.reeve.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The names and types of the columns osquery publishes, for the tables that follow it.
public final class OsquerySchema {
  private static final String FILE = "osquery-columns.txt";
  private final Map<String, Map<String, String>> tables = new HashMap<>();

  private OsquerySchema() {}

  /// Reads it from the class path.
  public static OsquerySchema load() {
    var schema = new OsquerySchema();
    try (var in = OsquerySchema.class.getResourceAsStream(FILE)) {
      var text =
          new String(Objects.requireNonNull(in, FILE).readAllBytes(), StandardCharsets.UTF_8);
      text.lines().filter(line -> !line.startsWith("#")).forEach(schema::take);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return schema;
  }

  private void take(String line) {
    int colon = line.indexOf(':');
    var columns = new HashMap<String, String>();
    for (var column : line.substring(colon + 1).strip().split(" ")) {
      int equals = column.indexOf('=');
      columns.put(column.substring(0, equals), sqlType(column.substring(equals + 1)));
    }
    tables.put(line.substring(0, colon), columns);
  }

  private static String sqlType(String type) {
    return type.equals("INTEGER") ? "BIGINT" : type;
  }

  /// Whether osquery has a table of that name.
  public boolean has(String table) {
    return tables.containsKey(table);
  }

  /// The type of a column (`TEXT`, `BIGINT`, `DOUBLE`); empty when osquery has none of that name.
  public Optional<String> type(String table, String column) {
    return Optional.ofNullable(tables.getOrDefault(table, Map.of()).get(column));
  }
}
