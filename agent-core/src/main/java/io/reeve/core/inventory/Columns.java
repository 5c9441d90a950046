package io.reeve.core.inventory;

import io.reeve.core.spi.Table;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The columns of a table, as its record declares them, and a row's values by column.
public final class Columns {
  /// The longest text of one cell; the rest is cut off.
  public static final int MAX_TEXT = 16_384;

  private static final Pattern LAWFUL = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private final Map<String, Column> columns;

  private Columns(Map<String, Column> columns) {
    this.columns = columns;
  }

  /// The columns of that record.
  ///
  /// @throws IllegalArgumentException when the record is no lawful schema: no component, a type
  ///   that is not allowed, a name that is not lower snake case, a name twice
  public static Columns of(Class<? extends Record> row) {
    var columns = new LinkedHashMap<String, Column>();
    for (var component : row.getRecordComponents()) {
      var name = name(component);
      if (!LAWFUL.matcher(name).matches()) {
        throw new IllegalArgumentException("'" + name + "' of " + row + " is no column name");
      }
      if (columns.put(name, Column.of(component)) != null) {
        throw new IllegalArgumentException("'" + name + "' of " + row + " is there twice");
      }
    }
    if (columns.isEmpty()) {
      throw new IllegalArgumentException(row + " has no columns");
    }
    return new Columns(columns);
  }

  /// Their names, in order.
  public List<String> names() {
    return List.copyOf(columns.keySet());
  }

  /// A column's type in SQL: `TEXT`, `BIGINT` or `DOUBLE`; empty when there is no such column.
  public Optional<String> type(String column) {
    return Optional.ofNullable(columns.get(column)).map(Column::sqlType);
  }

  /// The columns that tell one row from another; when none is marked, all that are not restless.
  public List<String> key() {
    var marked = marked(Table.Key.class);
    if (!marked.isEmpty()) {
      return List.copyOf(marked);
    }
    var restless = restless();
    return columns.keySet().stream().filter(name -> !restless.contains(name)).toList();
  }

  /// The columns whose change alone is no change.
  public Set<String> restless() {
    return marked(Table.Restless.class);
  }

  /// A row's values by column, in column order; an unknown one is missing. Text is cut at
  /// [#MAX_TEXT] and freed of NUL.
  public Map<String, Object> values(Record row) {
    var values = new LinkedHashMap<String, Object>();
    columns.forEach((name, column) -> column.value(row).ifPresent(v -> values.put(name, v)));
    return values;
  }

  /// The rows' values by column.
  List<Map<String, Object>> values(List<? extends Record> rows) {
    var all = new ArrayList<Map<String, Object>>(rows.size());
    rows.forEach(row -> all.add(values(row)));
    return all;
  }

  /// The columns as SQLite declares them.
  String declaration() {
    return columns.entrySet().stream()
        .map(entry -> '"' + entry.getKey() + "\" " + entry.getValue().sqlType())
        .collect(Collectors.joining(", "));
  }

  private Set<String> marked(Class<? extends Annotation> mark) {
    return columns.entrySet().stream()
        .filter(entry -> entry.getValue().component().isAnnotationPresent(mark))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String name(RecordComponent component) {
    var named = component.getAnnotation(Table.Named.class);
    return named != null
        ? named.value()
        : component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private record Column(RecordComponent component, Method accessor, String sqlType) {

    static Column of(RecordComponent component) {
      var type = sqlType(component.getGenericType());
      if (type.isEmpty()) {
        throw new IllegalArgumentException(
            "column '" + component.getName() + "' cannot be a " + component.getGenericType());
      }
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return new Column(component, accessor, type.get());
    }

    private static Optional<String> sqlType(Type type) {
      if (type == long.class || isOptionalOf(type, Long.class)) {
        return Optional.of("BIGINT");
      }
      if (type == double.class || isOptionalOf(type, Double.class)) {
        return Optional.of("DOUBLE");
      }
      return type == String.class || isOptionalOf(type, String.class)
          ? Optional.of("TEXT")
          : Optional.empty();
    }

    private static boolean isOptionalOf(Type type, Class<?> content) {
      return type instanceof ParameterizedType parameterized
          && parameterized.getRawType() == Optional.class
          && Arrays.equals(parameterized.getActualTypeArguments(), new Type[] {content});
    }

    Optional<Object> value(Record row) {
      try {
        var value = accessor.invoke(row);
        var content = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        return Optional.ofNullable(content).map(Column::bounded);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("column " + component.getName() + " cannot be read", e);
      }
    }

    private static Object bounded(Object value) {
      if (!(value instanceof String text)) {
        return value;
      }
      var cut = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
      return cut.indexOf('\0') < 0 ? cut : cut.replace('\0', ' ');
    }
  }
}
