package io.reeve.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseTest {
  private final AtomicInteger asked = new AtomicInteger();
  private Database database;
  private Database.Remembered<List<Long>> remembered;

  @BeforeEach
  void open() throws SQLException {
    database = new Database(Path.of("memory"), DriverManager.getConnection("jdbc:sqlite::memory:"));
    database.execute("create table t (a integer)");
    remembered = database.new Remembered<>(this::read);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private List<Long> read() {
    asked.incrementAndGet();
    return database.query(row -> row.getLong(1), "select a from t order by a");
  }

  private void insert(long value) {
    database.update("insert into t values (?)", value);
  }

  @Test
  void whatWasReadIsRememberedUntilSomethingIsWritten() {
    insert(1);
    assertThat(remembered.fresh()).isEmpty();
    assertThat(remembered.get()).containsExactly(1L);
    assertThat(remembered.get()).containsExactly(1L);
    assertThat(remembered.fresh()).contains(List.of(1L));
    assertThat(asked).hasValue(1);
    insert(2);
    assertThat(remembered.fresh()).isEmpty();
    assertThat(remembered.get()).containsExactly(1L, 2L);
  }

  @Test
  void aTransactionThatWritesNothingForgetsNothing() {
    remembered.get();
    database.transaction(() -> remembered.get());
    assertThat(remembered.get()).isEmpty();
    assertThat(asked).hasValue(1);
  }

  @Test
  void whatIsRolledBackIsNotRemembered() {
    assertThatThrownBy(() ->
            database.transaction(() -> {
              insert(1);
              assertThat(remembered.get()).containsExactly(1L);
              throw new IllegalStateException("broken");
            }))
        .hasMessage("broken");
    assertThat(remembered.get()).isEmpty();
  }

  @Test
  void rowsThatAQueryMakesAreWrites() {
    remembered.get();
    database.query(row -> row.getLong(1), "insert into t values (?) returning a", 7);
    assertThat(remembered.get()).containsExactly(7L);
  }

  @Test
  void aQueryMayBeAskedWhileItsOwnRowsAreRead() {
    insert(1);
    insert(2);
    var pairs = database.query(row -> row.getLong(1) + ":" + read(), "select a from t order by a");
    assertThat(pairs).containsExactly("1:[1, 2]", "2:[1, 2]");
  }

  @Test
  void aQueryThatFailedCanBeAskedAgain() {
    insert(1);
    var sql = "select a from t where a > ?";
    assertThatThrownBy(() -> database.query(row -> row.getLong("b"), sql, 0))
        .isInstanceOf(StoreException.class);
    assertThat(database.query(row -> row.getLong("a"), sql, 0)).containsExactly(1L);
  }

  @Test
  void noQueryIsLeftInProgress(@TempDir Path folder) {
    for (int i = 0; i < 100; i++) {
      insert(i);
      database.query(row -> row.getLong(1), "select a + " + i + " from t where a = ?", i);
    }
    database.update("vacuum into ?", folder.resolve("copy").toString());
    assertThat(folder.resolve("copy")).isNotEmptyFile();
  }
}
