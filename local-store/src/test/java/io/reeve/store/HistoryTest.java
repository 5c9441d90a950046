package io.reeve.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.policy.OmaUri;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HistoryTest {
  /// What is left of a rank that is full, once room was made.
  private static final int LEAST = History.MOST - History.MOST / 100;

  private static final Instant NOW = Instant.parse("2026-11-20T08:09:10.123Z");
  private static final OmaUri URI = OmaUri.parse("./Device/Vendor/Reeve/Ssh/RootLogin");

  @TempDir Path folder;
  private LocalStore store;
  private Instant now = NOW;
  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  @BeforeEach
  void open() {
    store = LocalStore.open(folder.resolve("reeve.db"), clock);
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
    assertThat(kept).hasSizeBetween(LEAST, History.MOST);
    assertThat(kept.getFirst().text()).isEqualTo("event " + (History.MOST + 5));
    assertThat(kept.getLast().id()).isEqualTo(kept.getFirst().id() - kept.size() + 1);
  }

  @Test
  void anEntryTellsWhoAskedForIt() throws Exception {
    store.history().add("sweep", "", "nobody asked");
    History.askedBy(
        "service",
        () -> {
          store.history().add("applied", "./a", "one");
          return History.askedBy(
              "root (user 0)",
              () -> {
                store.history().add("applied", "./b", "two");
                return true;
              });
        });
    assertThat(store.history().newest(3))
        .extracting(History.Event::by)
        .containsExactly("root (user 0)", "service", "");
  }

  @Test
  void aLedgerThatWasOnlyAddedToIsWholeAlsoWhenTheOldestWereForgotten() {
    store.transaction(() -> {
      for (int i = 1; i <= History.MOST + 5; i++) {
        store.history().add("applied", "./a", "event " + i);
      }
    });
    var verified = store.history().verify();
    assertThat(verified.trouble()).isEmpty();
    assertThat(verified.entries()).isBetween((long) LEAST, (long) History.MOST);
    assertThat(verified.head()).contains(store.history().head().orElseThrow());
    assertThat(verified.head().orElseThrow().id()).isEqualTo(History.MOST + 5);
  }

  @Test
  void anEmptyLedgerIsWhole() {
    assertThat(store.history().verify())
        .isEqualTo(new History.Verification(0, Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          update event set text = 'nothing' where id = 3   | entry 3 of 2026-11-20T08:09:10.123Z was altered
          update event set asker = 'alice' where id = 1    | entry 1 of 2026-11-20T08:09:10.123Z was altered
          update event set at = at - 1 where id = 5        | entry 5 of 2026-11-20T08:09:10.122Z was altered
          update event set hash = '' where id = 4          | entry 4 of 2026-11-20T08:09:10.123Z was altered
          delete from event where id = 3                   | entry 3 is missing
          delete from event where id in (2, 3)             | entries 2 to 3 are missing
          delete from event where id <= 2                  | entries 1 to 2 are missing
          delete from event where id = 5                   | entry 5 is missing
          delete from event                                | entries 1 to 5 are missing
          update event set hash = '' where id = 5          | entry 5 of 2026-11-20T08:09:10.123Z was altered
          """)
  void whatWasDoneToTheLedgerBehindItsBackIsFound(String change, String trouble)
      throws SQLException {
    for (int i = 1; i <= 5; i++) {
      store.history().add("applied", "./a", "event " + i);
    }
    change(change);
    assertThat(store.history().verify().trouble()).contains(trouble);
  }

  @Test
  void anEntryTakenFromTheEndStaysMissingWhenOthersFollow() throws SQLException {
    for (int i = 1; i <= 3; i++) {
      store.history().add("applied", "./a", "event " + i);
    }
    change("delete from event where id = 3");
    store.history().add("applied", "./a", "event 4");
    assertThat(store.history().verify().trouble()).contains("entry 3 is missing");
  }

  @Test
  void entriesOfAVersionWithoutAChainComeBeforeIt() throws SQLException {
    store.history().add("applied", "./a", "old");
    change("update event set hash = ''");
    change("update event_base set unchained = 1");
    assertThat(store.history().head()).isEmpty();
    store.history().add("applied", "./a", "new");
    assertThat(store.history().verify().trouble()).isEmpty();
    assertThat(store.history().head()).isPresent();
    change("delete from event where id = 1");
    assertThat(store.history().verify().trouble()).contains("entry 1 is missing");
  }

  @Test
  void aChainThatWasTakenAwayIsMissed() throws SQLException {
    store.history().add("applied", "./a", "one");
    store.history().add("applied", "./a", "two");
    change("update event set hash = ''");
    assertThat(store.history().verify().trouble())
        .contains("entry 1 of 2026-11-20T08:09:10.123Z was altered");
  }

  /// What is hashed is known to services: it stays as it is.
  @Test
  void theHashOfAnEntryIsTheSameForEver() {
    var entry = new History.Event(1, NOW, "applied", "./a", "Grüße", "service", 1, "", "");
    var content = Chain.content(entry);
    assertThat(content)
        .isEqualTo("100686fc6da2706b0c58f31f6ce63cd5d133ad261bbdd7ddcd35f073b988e2c5");
    assertThat(Chain.hash("", 1, 1, content))
        .isEqualTo("48d2a27df86a7bc5dbf9abfaa98652c61ab20550d06537a6c6deaba9fbc1021d");
    assertThat(Chain.hash("ab", 1, 1, content)).isNotEqualTo(Chain.hash("", 1, 1, content));
  }

  @Test
  void whateverElseIsAskedForPushesNoDeedOut() {
    store.transaction(() -> {
      store.history().add("action", "./wipe", "Done: gone");
      store.history().add("applied", "./a", "set");
      for (int i = 1; i <= History.MOST + 5; i++) {
        store.history().add(i % 2 == 0 ? "session" : "refused", "./b", "noise " + i);
      }
      store.history().add("applied", "./a", "set again");
    });
    var kept = store.history().newest(Integer.MAX_VALUE);
    assertThat(kept).hasSizeBetween(LEAST + 3, History.MOST + 3);
    assertThat(kept).extracting(History.Event::text).contains("Done: gone", "set", "set again");
    assertThat(kept.get(kept.size() - 3).kind()).isIn("session", "refused");
    assertThat(store.history().verify().trouble()).isEmpty();
    assertThat(store.history().entry(3).orElseThrow())
        .satisfies(entry -> assertThat(entry.kind()).isEqualTo("forgotten"))
        .satisfies(entry -> assertThat(entry.hash()).hasSize(64));
  }

  @Test
  void aThousandDeedsInADayAreACrowdAndOtherEntriesAreNot() {
    store.transaction(() -> {
      for (int i = 1; i < 1_000; i++) {
        store.history().add("action", "./a", "deed " + i);
        store.history().add("applied", "./a", "setting " + i);
      }
    });
    assertThat(store.history().isCrowded()).isFalse();
    store.history().add("script", "./s", "one more");
    assertThat(store.history().isCrowded()).isTrue();
    store.transaction(() -> {
      for (int i = 1; i < 200; i++) {
        store.history().add("held", "./a", "deed " + i);
      }
    });
    assertThat(store.history().isOverrun()).isFalse();
    store.history().add("held", "./a", "one more");
    assertThat(store.history().isOverrun()).isTrue();
    now = NOW.plus(Duration.ofHours(25));
    assertThat(store.history().isCrowded()).isFalse();
    assertThat(store.history().isOverrun()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update event set kind = 'forgotten', content = hash where id = 1",
        "update event set rank = 0 where id = 1",
        "update event set kind = 'forgotten', text = '', rank = 0, content = hash where id = 1",
      })
  void aDeedCannotBeMadeToLookForgotten(String change) throws SQLException {
    store.history().add("action", "./wipe", "Done: gone");
    store.history().add("session", "./b", "noise");
    change(change);
    assertThat(store.history().verify().trouble().orElseThrow())
        .contains("entry 1")
        .contains("altered");
  }

  @Test
  void aLongTextIsKeptByItsBeginningAndADigestOfAll() {
    store.history().add("query", "./q", "x".repeat(5000));
    assertThat(store.history().newest(1).getFirst().text())
        .startsWith("x".repeat(4096) + " ... (5000 characters, SHA-256 ")
        .hasSizeLessThan(4250);
  }

  private void change(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("reeve.db"));
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
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
