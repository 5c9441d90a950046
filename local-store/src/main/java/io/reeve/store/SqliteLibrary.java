package io.reeve.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SQLite's native library, which the driver unpacks before the first connection of a process: into
/// the store's own folder. What runs as root is not loaded from a folder anybody may write to, a
/// `/tmp` mounted without execution does not matter, and what a killed process leaves is found
/// again.
final class SqliteLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);

  /// The driver's own property.
  private static final String FOLDER = "org.sqlite.tmpdir";

  private static final String UNPACKED = "sqlite-*sqlitejdbc*";

  private SqliteLibrary() {}

  /// Has the library unpacked in this folder, and takes away what earlier processes left there.
  /// Only the first call in a process has an effect: the library is loaded once.
  static synchronized void unpackIn(Path folder) {
    if (System.getProperty(FOLDER) != null) {
      return;
    }
    System.setProperty(FOLDER, folder.toString());
    try (var left = Files.newDirectoryStream(folder, UNPACKED)) {
      for (var file : left) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("what an earlier run left in {} cannot be taken away: {}", folder, e.getMessage());
    }
  }
}
