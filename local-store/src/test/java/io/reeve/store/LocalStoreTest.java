package io.reeve.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalStoreTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T08:09:10Z"), ZoneOffset.UTC);

  @TempDir Path folder;
  private Path db;

  @BeforeEach
  void nameTheFile() {
    db = folder.resolve("reeve.db");
  }

  private LocalStore open() {
    return LocalStore.open(db, CLOCK);
  }

  @Test
  void whatIsStoredIsThereAfterARestart() {
    try (var store = open()) {
      store.notes().put("account/server", "https://mdm.example");
    }
    try (var store = open()) {
      assertThat(store.notes().get("account/server")).contains("https://mdm.example");
      assertThat(store.setAside()).isEmpty();
    }
  }

  @Test
  void onlyItsOwnerMayReadIt() throws Exception {
    try (var store = open()) {
      store.notes().put("a", "b");
      store.copy();
      try (var files = Files.list(folder)) {
        assertThat(files)
            .hasSizeGreaterThanOrEqualTo(3)
            .allSatisfy(file ->
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as("%s", file)
                    .isEqualTo("rw-------"));
      }
    }
  }

  @Test
  void aModeThatIsTooWideIsMadeNarrow() throws Exception {
    open().close();
    Files.setPosixFilePermissions(db, PosixFilePermissions.fromString("rw-r--r--"));
    open().close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(db)))
        .isEqualTo("rw-------");
  }

  @Test
  void everyCommitIsDurableWhenItReturns() throws Exception {
    try (var store = open();
        var other = DriverManager.getConnection("jdbc:sqlite:" + db);
        var mode = other.createStatement().executeQuery("pragma journal_mode")) {
      assertThat(mode.next()).isTrue();
      assertThat(mode.getString(1)).isEqualTo("wal");
      assertThat(store.pragma("synchronous")).isEqualTo(2);
      assertThat(store.pragma("foreign_keys")).isEqualTo(1);
      assertThat(store.pragma("busy_timeout")).isEqualTo(5000);
    }
  }

  @Test
  void aTransactionThatFailsLeavesNothing() {
    try (var store = open()) {
      assertThatThrownBy(() ->
              store.transaction(() -> {
                store.notes().put("a", "1");
                throw new IllegalStateException("no");
              }))
          .hasMessage("no");
      assertThat(store.notes().get("a")).isEmpty();
    }
  }

  @Test
  void aTransactionInsideAnotherIsPartOfIt() {
    try (var store = open()) {
      assertThatThrownBy(() ->
              store.transaction(() -> {
                store.transaction(() -> store.notes().put("a", "1"));
                throw new IllegalStateException("no");
              }))
          .hasMessage("no");
      assertThat(store.notes().get("a")).isEmpty();
    }
  }

  @Test
  void aPartThatFailedCannotBeIgnored() {
    try (var store = open()) {
      assertThatThrownBy(() ->
              store.transaction(() -> {
                store.notes().put("a", "1");
                assertThatThrownBy(() ->
                        store.transaction(() -> {
                          throw new IllegalStateException("no");
                        }))
                    .hasMessage("no");
              }))
          .hasMessageContaining("failed and was ignored");
      assertThat(store.notes().get("a")).isEmpty();
    }
  }

  @Test
  void aNewerDatabaseIsRefusedAndLeftAlone() throws Exception {
    open().close();
    change("pragma user_version = 99");
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("written by a newer Reeve (version 99")
        .extracting(e -> ((StoreException) e).hint())
        .asString()
        .contains("install the newer Reeve");
    assertThat(folder.toFile().list()).noneMatch(name -> name.contains("corrupt"));
  }

  @Test
  void anotherProgramsDatabaseIsRefusedAndLeftAlone() throws Exception {
    change("pragma application_id = 77");
    change("create table theirs (a)");
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another program's database");
  }

  @Test
  void aFolderThatIsMissingIsSaidSo() {
    db = folder.resolve("missing/reeve.db");
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("missing/reeve.db");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 100, 4096})
  void aDamagedDatabaseIsSetAsideAndNamed(int offset) throws Exception {
    try (var store = open()) {
      store.notes().put("a", "b".repeat(20_000));
    }
    var damaged = damage(db, offset);
    try (var store = open()) {
      var aside = store.setAside().orElseThrow();
      assertThat(aside.file()).hasFileName("reeve.db.corrupt-20261120T080910Z");
      assertThat(Files.readAllBytes(aside.file())).isEqualTo(damaged);
      assertThat(aside.copy()).isFalse();
      assertThat(store.notes().get("a")).isEmpty();
      assertThat(store.history().newest(1))
          .singleElement()
          .satisfies(event -> assertThat(event.text()).contains("reeve.db.corrupt-20261120"));
    }
  }

  @Test
  void aSecondDamagedDatabaseDoesNotReplaceTheFirst() throws Exception {
    for (var expected :
        new String[] {"reeve.db.corrupt-20261120T080910Z", "reeve.db.corrupt-20261120T080910Z-2"}) {
      Files.write(db, "not a database at all, but long enough to be read".getBytes(UTF_8));
      try (var store = open()) {
        assertThat(store.setAside().orElseThrow().file()).hasFileName(expected);
      }
    }
  }

  @Test
  void theLastGoodCopyTakesTheDamagedOnesPlace() throws Exception {
    try (var store = open()) {
      store.notes().put("account/server", "https://mdm.example");
      store.copy();
      store.notes().put("later", "x");
    }
    damage(db, 0);
    try (var store = open()) {
      assertThat(store.setAside().orElseThrow().copy()).isTrue();
      assertThat(store.notes().get("account/server")).contains("https://mdm.example");
      assertThat(store.notes().get("later")).isEmpty();
    }
  }

  @Test
  void aDamagedCopyIsSetAsideTooAndTheStoreBeginsEmpty() throws Exception {
    try (var store = open()) {
      store.notes().put("a", "b");
      store.copy();
    }
    damage(db, 0);
    damage(folder.resolve("reeve.db.copy"), 0);
    try (var store = open()) {
      assertThat(store.setAside().orElseThrow().copy()).isFalse();
      assertThat(store.notes().get("a")).isEmpty();
    }
    assertThat(folder.toFile().list((_, name) -> name.contains("corrupt"))).hasSize(2);
  }

  @Test
  void aCopyReplacesTheOneBefore() {
    try (var store = open()) {
      store.notes().put("a", "1");
      store.copy();
      store.notes().put("a", "2");
      store.copy();
    }
    assertThat(folder.toFile().list())
        .contains("reeve.db.copy")
        .doesNotContain("reeve.db.copy-new");
  }

  /// Overwrites 64 bytes, and gives the whole content after that.
  private static byte[] damage(Path file, int offset) throws Exception {
    var bytes = Files.readAllBytes(file);
    for (int i = offset; i < offset + 64; i++) {
      bytes[i] ^= 0x5a;
    }
    Files.write(file, bytes);
    return bytes;
  }

  private void change(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + db);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
