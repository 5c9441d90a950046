package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.store.LocalStore;
import io.reeve.store.Outbox;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the service is told of the ledger, so that it notices a past that is another.
final class LedgerHeadTest {
  @TempDir private Path folder;
  private LocalStore store;

  @BeforeEach
  void open() {
    store = LocalStore.open(folder.resolve("reeve.db"), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<Outbox.Row> alerts() {
    new LedgerHead(store).announce();
    return store.outbox().pending(99);
  }

  private void arrives() {
    store.outbox().acknowledge(alerts().stream().map(Outbox.Row::id).toList());
  }

  private String hash() {
    return store.history().head().orElseThrow().hash();
  }

  @Test
  void nothingIsToldTwice() {
    assertThat(alerts()).as("an empty ledger").isEmpty();
    store.history().add("applied", "./a", "one");
    assertThat(alerts())
        .singleElement()
        .satisfies(row -> assertThat(row.data()).contains("\"id\":1", hash(), "\"told\":{}"));
    arrives();
    assertThat(alerts()).isEmpty();
  }

  @Test
  void eachHeadIsToldWithWhatTheLastOneThatArrivedIsNow() {
    store.history().add("applied", "./a", "one");
    var first = hash();
    arrives();
    store.history().add("applied", "./a", "two");
    var second = hash();
    assertThat(alerts().getFirst().data()).contains("\"told\":{\"1\":\"" + first + "\"}");
    arrives();
    store.history().add("applied", "./a", "three");
    assertThat(alerts().getFirst().data()).contains("\"told\":{\"2\":\"" + second + "\"}");
  }

  /// It may have arrived all the same: only the word that it has got lost.
  @Test
  void whatMayHaveArrivedIsToldToo() {
    store.history().add("applied", "./a", "one");
    arrives();
    for (int i = 2; i < 50; i++) {
      store.history().add("applied", "./a", "entry " + i);
      assertThat(alerts()).hasSize(1);
    }
    assertThat(alerts().getFirst().data())
        .contains("\"id\":49", "\"1\":\"", "\"48\":\"")
        .doesNotContain("\"2\":\"");
  }

  @Test
  void aChainThatIsGoneIsToldAsSuch() throws SQLException {
    store.history().add("applied", "./a", "one");
    arrives();
    change("update event set hash = ''");
    assertThat(alerts().getFirst().data())
        .contains("\"told\":{\"1\":\"\"}", "The chain ends with entry 0, and entry 1 was told");
    assertThat(store.history().newest(1).getFirst().kind()).isEqualTo("ledger");
  }

  @Test
  void aPastThatIsAnotherIsToldAsSuch() throws SQLException {
    store.history().add("applied", "./a", "one");
    store.history().add("applied", "./a", "two");
    arrives();
    change("update event set hash = 'ab' where id = 2");
    store.history().add("applied", "./a", "three");
    assertThat(alerts().getFirst().data()).contains("Entry 2 is not as it was told");
  }

  private void change(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("reeve.db"));
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
