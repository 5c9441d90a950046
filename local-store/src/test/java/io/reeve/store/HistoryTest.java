package io.reeve.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.policy.OmaUri;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoryTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:09:10.123Z");
  private static final OmaUri URI = OmaUri.parse("./Device/Vendor/Reeve/Ssh/RootLogin");

  @TempDir Path folder;
  private LocalStore store;

  @BeforeEach
  void open() {
    store = LocalStore.open(folder.resolve("reeve.db"), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void theNewestEventComesFirst() {
    store.history().add("applied", "./a", "one");
    store.history().add("repaired", "./b", "two");
    store.history().add("removed", "./a", "three");
    assertThat(store.history().newest(2))
        .extracting(History.Event::text)
        .containsExactly("three", "two");
    assertThat(store.history().about("./a", 10))
        .extracting(History.Event::kind)
        .containsExactly("removed", "applied");
  }

  @Test
  void theOldestEventsGoWhenThereAreTooMany() {
    store.transaction(() -> {
      for (int i = 1; i <= History.MOST + 5; i++) {
        store.history().add("applied", "./a", "event " + i);
      }
    });
    var kept = store.history().newest(Integer.MAX_VALUE);
    assertThat(kept).hasSize(History.MOST);
    assertThat(kept.getLast().text()).isEqualTo("event 6");
  }

  @Test
  void anOutcomeKeepsItsTimeUntilItDiffers() {
    var outcomes = store.outcomes();
    assertThat(outcomes.put(URI, Outcomes.State.FAILED, "disk full", NOW)).isTrue();
    assertThat(outcomes.put(URI, Outcomes.State.FAILED, "disk full", NOW.plusSeconds(9))).isFalse();
    assertThat(outcomes.get(URI))
        .contains(new Outcomes.Outcome(Outcomes.State.FAILED, "disk full", NOW));
    assertThat(outcomes.put(URI, Outcomes.State.APPLIED, "", NOW.plusSeconds(9))).isTrue();
    assertThat(outcomes.all())
        .isEqualTo(
            Map.of(URI, new Outcomes.Outcome(Outcomes.State.APPLIED, "", NOW.plusSeconds(9))));
    outcomes.remove(URI);
    assertThat(outcomes.get(URI)).isEmpty();
  }

  @Test
  void notesAreFoundByPrefixInNameOrder() {
    var notes = store.notes();
    notes.put("digest/users", "2");
    notes.put("digest/apps", "1");
    notes.put("digest/users", "3");
    notes.put("digests", "no");
    notes.put("DIGEST/x", "no");
    assertThat(notes.startingWith("digest/"))
        .containsExactly(Map.entry("digest/apps", "1"), Map.entry("digest/users", "3"));
    notes.remove("digest/apps");
    notes.remove("digest/apps");
    assertThat(notes.get("digest/apps")).isEmpty();
  }
}
