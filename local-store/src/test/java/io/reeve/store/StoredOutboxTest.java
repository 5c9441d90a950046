package io.reeve.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StoredOutboxTest {
  private static final String STATE = "Reversed-Domain-Name:io.reeve.compliance";
  private static final String ACTION = "Reversed-Domain-Name:io.reeve.action";
  private static final Instant NOW = Instant.parse("2026-11-20T08:09:10Z");

  @TempDir Path folder;
  private LocalStore store;
  private Outbox outbox;

  @BeforeEach
  void open() {
    store = LocalStore.open(folder.resolve("reeve.db"), Clock.fixed(NOW, ZoneOffset.UTC));
    outbox = store.outbox();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void theOldestRowsAreGivenFirst() {
    long first = outbox.add(STATE, "chr", "./a", "1");
    outbox.add(STATE, "chr", "", "2");
    outbox.add(STATE, "chr", "", "3");
    assertThat(outbox.pending(2)).extracting(Outbox.Row::data).containsExactly("1", "2");
    assertThat(outbox.pending(1))
        .containsExactly(new Outbox.Row(first, NOW, STATE, "chr", "./a", "1"));
  }

  @Test
  void aRowGoesOnlyWhenAcknowledged() {
    long first = outbox.add(STATE, "chr", "", "1");
    long second = outbox.add(STATE, "chr", "", "2");
    outbox.acknowledge(List.of(first, 4711L));
    assertThat(outbox.pending(10)).extracting(Outbox.Row::id).containsExactly(second);
  }

  @Test
  void anIdIsNeverUsedTwice() {
    long first = outbox.add(STATE, "chr", "", "1");
    outbox.acknowledge(List.of(first));
    assertThat(outbox.add(STATE, "chr", "", "2")).isGreaterThan(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {ACTION, "Reversed-Domain-Name:io.reeve.rollback"})
  void aFullOutboxDropsTheOldestReportOfStateAndKeepsWhatWasDone(String type) {
    store.transaction(() -> {
      outbox.add(type, "chr", "", "done");
      for (int i = 1; i < StoredOutbox.MOST_ROWS; i++) {
        outbox.add(STATE, "chr", "", "state " + i);
      }
    });
    outbox.add(STATE, "chr", "", "one more");
    assertThat(outbox.pending(2)).extracting(Outbox.Row::data).containsExactly("done", "state 2");
    assertThat(outbox.pending(10_000)).hasSize(StoredOutbox.MOST_ROWS);
    assertThat(store.notes().get("outbox/dropped")).contains("1");
  }

  @Test
  void anOutboxFullOfWhatWasDoneDropsTheOldestOfThat() {
    store.transaction(() -> {
      for (int i = 0; i <= StoredOutbox.MOST_ROWS; i++) {
        outbox.add(ACTION, "chr", "", "done " + i);
      }
    });
    assertThat(outbox.pending(1)).extracting(Outbox.Row::data).containsExactly("done 1");
  }

  @Test
  void sizeCountsAsWellAsNumber() {
    var large = "x".repeat(StoredOutbox.MOST_CHARACTERS_IN_A_ROW);
    for (int i = 0; i < 5; i++) {
      outbox.add(STATE, "chr", "./" + i, large);
    }
    assertThat(outbox.pending(10))
        .extracting(Outbox.Row::source)
        .containsExactly("./1", "./2", "./3", "./4");
  }

  @Test
  void aRowThatCouldNeverBeSentIsRefused() {
    var large = "x".repeat(StoredOutbox.MOST_CHARACTERS_IN_A_ROW + 1);
    assertThatThrownBy(() -> outbox.add(STATE, "chr", "", large))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4,194,305 characters");
    assertThat(outbox.pending(1)).isEmpty();
  }
}
