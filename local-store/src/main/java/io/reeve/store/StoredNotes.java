package io.reeve.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The table `note`.
final class StoredNotes implements Notes {
  private final Database database;

  StoredNotes(Database database) {
    this.database = database;
  }

  @Override
  public Optional<String> get(String name) {
    return database
        .query(row -> row.getString(1), "select text from note where name = ?", name)
        .stream()
        .findFirst();
  }

  @Override
  public void put(String name, String text) {
    database.update(
        "insert into note (name, text) values (?, ?)"
            + " on conflict (name) do update set text = excluded.text",
        name,
        text);
  }

  @Override
  public void remove(String name) {
    database.update("delete from note where name = ?", name);
  }

  @Override
  public Map<String, String> startingWith(String prefix) {
    var notes = new LinkedHashMap<String, String>();
    database.query(
        row -> notes.put(row.getString(1), row.getString(2)),
        "select name, text from note where substr(name, 1, ?) = ? order by name",
        prefix.codePointCount(0, prefix.length()),
        prefix);
    return notes;
  }
}
