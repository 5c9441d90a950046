package io.reeve.policy;

import io.reeve.policy.Setting.Acceptance;
import io.reeve.policy.Setting.Binding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/// Reads rows and checks them, each by itself and all together.
final class CatalogReader {
  private static final String FOLDER = "/io/reeve/policy/catalog/";
  private static final String INDEX = "index.json";

  private final List<String> problems = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  private CatalogReader() {}

  /// The files the index names.
  static Map<String, String> classPath() throws ProblemsException {
    var problems = new ArrayList<String>();
    var files = new LinkedHashMap<String, String>();
    Fields.object(INDEX, resource(INDEX), problems)
        .ifPresent(index -> {
          index.texts("files").forEach(name -> files.put(name, resource(name)));
          index.end();
        });
    if (!problems.isEmpty()) {
      throw new ProblemsException("catalogue", problems);
    }
    return files;
  }

  private static String resource(String name) {
    try (var in = CatalogReader.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks " + FOLDER + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FOLDER + name, e);
    }
  }

  /// Rows that nobody has checked yet.
  static Catalog read(Map<String, String> files) throws ProblemsException {
    var reader = new CatalogReader();
    files.forEach(reader::file);
    reader.duplicates();
    reader.after();
    reader.rows.forEach(reader::examples);
    return reader.catalog();
  }

  /// Rows that the build has read with [#read]: what one says of itself by its examples and of
  /// others holds, and looking again would be most of the time the agent takes to start.
  static Catalog readChecked(Map<String, String> files) throws ProblemsException {
    var reader = new CatalogReader();
    files.forEach(reader::file);
    return reader.catalog();
  }

  private Catalog catalog() throws ProblemsException {
    var ordered = ordered();
    if (!problems.isEmpty()) {
      throw new ProblemsException("catalogue", problems);
    }
    return new Catalog(ordered);
  }

  private void file(String name, String text) {
    Fields.object(name, text, problems)
        .ifPresent(file -> {
          for (var row : file.objects("settings")) {
            rows.add(new RowReader(row).read());
          }
          file.end();
        });
  }

  private void duplicates() {
    var ids = new HashMap<String, Row>();
    var uris = new HashMap<String, Row>();
    for (var row : rows) {
      if (ids.putIfAbsent(row.id(), row) != null) {
        problems.add("id '" + row.id() + "' is given twice");
      }
      var other = uris.putIfAbsent(row.uri().key(), row);
      if (other != null) {
        problems.add("%s and %s have the address %s".formatted(other.id(), row.id(), row.uri()));
      }
    }
  }

  private void after() {
    var ids = rows.stream().map(Row::id).toList();
    for (var row : rows) {
      for (var id : row.after()) {
        if (!ids.contains(id)) {
          problems.add(row.id() + ": 'after' names '" + id + "'" + Spelling.suggestion(id, ids));
        }
      }
    }
  }

  /// The rows, each after those it names in `after`, else in the order read. A circle becomes a
  /// problem.
  private List<Row> ordered() {
    var byId = new HashMap<String, Row>();
    rows.forEach(row -> byId.putIfAbsent(row.id(), row));
    var ordered = new LinkedHashMap<String, Row>();
    rows.forEach(row -> place(row, byId, new LinkedHashSet<>(), ordered));
    return List.copyOf(ordered.values());
  }

  private void place(
      Row row, Map<String, Row> byId, SequencedSet<String> path, Map<String, Row> ordered) {
    if (ordered.containsKey(row.id())) {
      return;
    }
    if (!path.add(row.id())) {
      problems.add("'after' goes in a circle: " + String.join(", ", path) + ", " + row.id());
      return;
    }
    for (var id : row.after()) {
      Optional.ofNullable(byId.get(id)).ifPresent(before -> place(before, byId, path, ordered));
    }
    path.removeLast();
    ordered.put(row.id(), row);
  }

  private void examples(Row row) {
    var setting = new Setting(row);
    var good = new ArrayList<Value>();
    for (var example : row.examples().good()) {
      switch (setting.accept(Optional.empty(), example)) {
        case Acceptance.Accepted(var value) -> good.add(value);
        case Acceptance.Rejected(_, var reason) -> problems.add("good example of " + reason);
      }
    }
    for (var example : row.examples().bad()) {
      if (setting.accept(Optional.empty(), example) instanceof Acceptance.Accepted) {
        problems.add("bad example of " + row.id() + ": '" + example + "' is allowed");
      }
    }
    if (holes(row)) {
      bindings(row, good);
    }
  }

  private boolean holes(Row row) {
    if (!row.examples().holes().keySet().equals(new LinkedHashSet<>(row.uri().names()))) {
      problems.add(
          "%s: 'examples holes' gives %s, the address has %s"
              .formatted(row.id(), row.examples().holes().keySet(), row.uri().names()));
      return false;
    }
    if (row.uri().match(row.uri().fill(row.examples().holes())).isEmpty()) {
      problems.add(row.id() + ": 'examples holes' gives names that 'holes' forbids");
      return false;
    }
    return true;
  }

  /// A value may have no meaning on some system; a row all of whose examples have none there is
  /// wrong.
  private void bindings(Row row, List<Value> good) {
    for (var system : Row.SYSTEMS) {
      if (row.on().get(system) instanceof Row.Home.In && !good.isEmpty()) {
        var binder = new Binder(row, system, row.examples().holes());
        var bindings = good.stream().map(binder::bind).toList();
        if (bindings.stream().noneMatch(Binding.Bound.class::isInstance)) {
          problems.add(
              "%s: no good example has a place: %s".formatted(row.id(), bindings.getFirst()));
        }
      }
    }
  }
}
