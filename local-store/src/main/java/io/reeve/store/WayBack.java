package io.reeve.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The way back from a newer version of this program that does not run, whose steps the version
/// before does not know.
///
/// Before a store goes through a step, it is copied under its version: `reeve.db.v5`. Whoever takes
/// the version before into use again leaves the mark `reeve.db.back` and starts it: then that
/// version finds a store newer than it knows, sets it aside, and takes its own copy. Without the
/// mark it refuses the newer store, because it must not guess. Whoever sees that a version holds
/// removes all copies.
///
/// @param db the store
record WayBack(Path db) {
  /// The oldest is the one of the version that held last, to which the way back leads however many
  /// newer ones have been tried since; the newest that of the store as it is before this change.
  private static final int KEPT = 2;

  /// Copies an open store that is about to go through steps.
  ///
  /// @throws StoreException when it cannot be copied; then it must not be changed
  void keep(Database database, Schema schema) {
    int version = Schema.versionOf(database);
    if (version > 0 && version < schema.version()) {
      StoreFile.write(database, copy(version));
      forgetOthers();
    }
  }

  private void forgetOthers() {
    try {
      var copies = copies();
      if (copies.size() > KEPT) {
        for (var between : copies.subList(1, copies.size() - KEPT + 1)) {
          Files.deleteIfExists(between);
        }
      }
    } catch (IOException e) {
      LocalStore.LOG.warn("a copy of the store cannot be removed: {}", e.getMessage());
    }
  }

  /// Oldest version first.
  private List<Path> copies() throws IOException {
    var copies = new ArrayList<Path>();
    var pattern = db.getFileName() + ".v[0-9]*";
    try (var files = Files.newDirectoryStream(db.resolveSibling(""), pattern)) {
      for (var file : files) {
        if (!file.toString().endsWith("-new")) {
          copies.add(file);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    copies.sort(
        Comparator.<Path>comparingInt(file -> file.toString().length())
            .thenComparing(Comparator.naturalOrder()));
    return copies;
  }

  /// Goes back where that is asked for and there is something to go back to. A crash in the middle
  /// is gone on with at the next start.
  ///
  /// @param aside where the newer store is put
  /// @return the newer store
  Optional<Path> take(Schema schema, Path aside) {
    var mark = beside(".back");
    if (Files.notExists(mark)) {
      return Optional.empty();
    }
    var copy = copy(schema.version());
    try {
      boolean back = Files.exists(copy) && (Files.notExists(db) || isNewer(schema));
      if (back) {
        // A log must never lie beside a database that is not its own.
        for (var suffix : List.of("-shm", "-wal", "")) {
          move(beside(suffix), aside.resolveSibling(aside.getFileName() + suffix));
        }
        Files.move(copy, db, ATOMIC_MOVE);
      }
      Files.deleteIfExists(mark);
      return back ? Optional.of(aside) : Optional.empty();
    } catch (IOException e) {
      throw new StoreException(
          "the store of before the upgrade, " + copy + ", cannot take its place: " + e.getMessage(),
          "check the disk; the newer store is " + db + " or " + aside,
          e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.move(from, to, ATOMIC_MOVE);
    }
  }

  /// What cannot be read is no newer one; whoever opens it finds out.
  private boolean isNewer(Schema schema) {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + db);
        var statement = connection.createStatement();
        var row = statement.executeQuery("pragma user_version")) {
      return row.next() && row.getInt(1) > schema.version();
    } catch (SQLException e) {
      LocalStore.LOG.warn("{} cannot be looked at: {}", db, e.getMessage());
      return false;
    }
  }

  private Path copy(int version) {
    return beside(".v" + version);
  }

  private Path beside(String suffix) {
    return db.resolveSibling(db.getFileName() + suffix);
  }
}
