package io.reeve.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteLibraryTest {
  private static final String FOLDER = "org.sqlite.tmpdir";
  private final String before = System.getProperty(FOLDER, "");
  @TempDir Path folder;

  @BeforeEach
  void asAtTheStartOfAProcess() {
    System.clearProperty(FOLDER);
  }

  @AfterEach
  void asBefore() {
    if (before.isEmpty()) {
      System.clearProperty(FOLDER);
    } else {
      System.setProperty(FOLDER, before);
    }
  }

  @Test
  void whatAKilledProcessLeftIsTakenAwayAndNothingElse() throws Exception {
    var library = Files.createFile(folder.resolve("sqlite-3.50.3.0-1a-libsqlitejdbc.so"));
    var mark = Files.createFile(folder.resolve("sqlite-3.50.3.0-1a-libsqlitejdbc.so.lck"));
    var store = Files.createFile(folder.resolve("reeve.db"));

    SqliteLibrary.unpackIn(folder);

    assertThat(library).doesNotExist();
    assertThat(mark).doesNotExist();
    assertThat(store).exists();
    assertThat(System.getProperty(FOLDER)).isEqualTo(folder.toString());
  }

  @Test
  void onlyTheFirstStoreOfAProcessDecides() throws Exception {
    SqliteLibrary.unpackIn(folder);
    var loaded = Files.createFile(folder.resolve("sqlite-3.50.3.0-2b-libsqlitejdbc.so"));

    SqliteLibrary.unpackIn(folder);
    SqliteLibrary.unpackIn(folder.resolve("other"));

    assertThat(loaded).exists();
    assertThat(System.getProperty(FOLDER)).isEqualTo(folder.toString());
  }
}
