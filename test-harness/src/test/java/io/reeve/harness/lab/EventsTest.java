package io.reeve.harness.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the lab keeps of what devices say, and what it makes of it.
final class EventsTest {
  private static final String HASH = "ab".repeat(32);
  private static final String OTHER = "cd".repeat(32);

  @TempDir Path folder;
  private Memory memory;

  @BeforeEach
  void open() throws Exception {
    memory = Memory.open(folder.resolve("lab.db"), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    memory.database().close();
  }

  @Test
  void whatIsLongIsKeptWithoutItsLongParts() {
    var data = Json.object().put("source", "./x").put("data", "x".repeat(100_000));
    memory.events().add("d", "alert.big", data);
    var kept = memory.events().before(Long.MAX_VALUE, "d", 1).getFirst().data();
    assertThat(kept.path("source").asText()).isEqualTo("./x");
    assertThat(kept.path("omitted").asInt()).isGreaterThan(100_000);
    assertThat(kept.has("data")).isFalse();
  }

  @Test
  void oneDevicePushesOutNeitherAnothersEventsNorWhatAdministratorsDid() {
    memory.events().add("calm", "alert.compliance");
    memory.events().add("loud", "profile.assigned");
    var noise = Json.object().put("data", "x".repeat(30_000));
    memory
        .database()
        .inTransaction(() -> {
          for (int i = 0; i < 1_000; i++) {
            memory.events().add("loud", "alert.noise", noise);
          }
          return true;
        });
    assertThat(memory.events().before(Long.MAX_VALUE, "calm", 10)).hasSize(1);
    var loud = memory.events().before(Long.MAX_VALUE, "loud", 10_000);
    assertThat(loud).hasSizeBetween(500, 560);
    assertThat(loud.getLast().kind()).isEqualTo("profile.assigned");
    assertThat(memory.events().after(0, Optional.of("calm"))).hasSize(1);
  }

  private static ObjectNode head(long id, String hash) {
    return Json.object().put("id", id).put("hash", hash).put("trouble", "");
  }

  private void told(ObjectNode head) {
    new LedgerHeads(memory.reports(), memory.events()).told("d", head);
  }

  private String rewritten() {
    return memory.events().before(Long.MAX_VALUE, "d", 10).toString();
  }

  @Test
  void aLedgerThatGoesOnIsNoNews() {
    enrolled();
    told(head(5, HASH));
    told(head(5, HASH));
    var next = head(9, OTHER);
    next.putObject("told").put("5", HASH);
    told(next);
    assertThat(rewritten()).doesNotContain("ledger.rewritten");
  }

  @Test
  void aLedgerThatEndsEarlierIsNews() {
    enrolled();
    told(head(9, HASH));
    told(head(5, OTHER));
    assertThat(rewritten()).contains("ledger.rewritten", "ended with entry 9 and now ends with 5");
  }

  @Test
  void aPastThatIsAnotherIsNews() {
    enrolled();
    told(head(5, HASH));
    var next = head(9, HASH);
    next.putObject("told").put("5", OTHER);
    told(next);
    assertThat(rewritten()).contains("Entry 5 is not as it was told.");
    told(head(9, OTHER));
    assertThat(rewritten()).contains("Entry 9 is not as it was told.");
  }

  @Test
  void aHeadThatIsGoneOrNoneIsNews() {
    enrolled();
    told(head(5, HASH));
    told(head(0, ""));
    assertThat(rewritten()).contains("now ends with 0");
    told(Json.object().put("id", "x".repeat(1000)).put("hash", "y"));
    assertThat(rewritten()).contains("now ends with 0", "before");
  }

  /// Reports are of devices that are known.
  private void enrolled() {
    memory.database().update("PRAGMA foreign_keys = OFF");
  }
}
