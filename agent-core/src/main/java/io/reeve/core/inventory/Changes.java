package io.reeve.core.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is different in one table, and the alerts that say so, none longer than a bound.
///
/// @param added whole rows
/// @param changed whole rows, as they are now
/// @param removed the key columns of rows that are gone
record Changes(
    List<Map<String, Object>> added,
    List<Map<String, Object>> changed,
    List<Map<String, Object>> removed) {
  /// The longest alert, in characters; a single row may be a little longer.
  static final int MAX_CHARACTERS = 32 * 1024;

  private static final int MAX_CELL = 2_048;

  boolean isEmpty() {
    return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
  }

  /// The alerts' data. At least one.
  List<String> alerts(String table, List<String> key, boolean full) {
    var parts = new ArrayList<Part>();
    parts.add(new Part());
    put(parts, "added", added);
    put(parts, "changed", changed);
    put(parts, "removed", removed);
    var alerts = new ArrayList<String>();
    for (var part : parts) {
      var alert = new LinkedHashMap<String, Object>();
      alert.put("table", table);
      alert.put("key", key);
      alert.put("full", full);
      alert.put("part", alerts.size() + 1);
      alert.put("parts", parts.size());
      alert.putAll(part.rows);
      alerts.add(Json.write(alert));
    }
    return alerts;
  }

  private static void put(List<Part> parts, String kind, List<Map<String, Object>> rows) {
    for (var row : rows) {
      var cut = cut(row);
      int size = Json.write(cut).length() + 1;
      if (parts.getLast().size > 0 && parts.getLast().size + size > MAX_CHARACTERS) {
        parts.add(new Part());
      }
      parts.getLast().add(kind, cut, size);
    }
  }

  private static Map<String, Object> cut(Map<String, Object> row) {
    var cut = new LinkedHashMap<>(row);
    cut.replaceAll((_, value) ->
        value instanceof String text && text.length() > MAX_CELL
            ? text.substring(0, MAX_CELL)
            : value);
    return cut;
  }

  private static final class Part {
    private final Map<String, List<Map<String, Object>>> rows = new LinkedHashMap<>();
    private int size;

    Part() {
      for (var kind : List.of("added", "changed", "removed")) {
        rows.put(kind, new ArrayList<>());
      }
    }

    void add(String kind, Map<String, Object> row, int characters) {
      rows.computeIfAbsent(kind, _ -> new ArrayList<>()).add(row);
      size += characters;
    }
  }
}
