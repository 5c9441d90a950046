package io.reeve.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.policy.Address;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.Contests.Contest;
import io.reeve.store.Contests.Meddling;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContestsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:09:10.123Z");
  private static final Address ONE = new Address("file", Map.of("key", "one"));
  private static final Address TWO = new Address("file", Map.of("key", "two"));

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

  private void hold(Address address) {
    store
        .journal()
        .hold(
            new JournalEntry(
                address,
                List.of(OmaUri.parse("./Device/Vendor/Reeve/Test/one")),
                new JournalEntry.Before(Value.absent(), ""),
                Value.of(1),
                false,
                NOW,
                0,
                Optional.empty()));
  }

  private static Meddling change(int number) {
    return new Meddling(NOW.plusSeconds(number), Value.of(number), "puppet (process 1, user 0)");
  }

  @Test
  void theNewestChangesOfAPlaceAreKeptOverARestart() {
    hold(ONE);
    hold(TWO);
    for (int i = 0; i < 20; i++) {
      store.contests().add(ONE, change(i));
    }
    store.contests().add(TWO, change(1));
    store.contests().begin(ONE, NOW);
    store.close();
    open();
    var contest = store.contests().of(ONE);
    assertThat(contest.changes()).hasSize(Contests.MOST).first().isEqualTo(change(12));
    assertThat(contest.changes()).last().isEqualTo(change(19));
    assertThat(contest.since()).contains(NOW);
    assertThat(store.contests().of(TWO))
        .isEqualTo(new Contest(List.of(change(1)), Optional.empty()));
    assertThat(store.contests().standing()).containsExactly(ONE);
  }

  @Test
  void whatIsNoLongerHeldIsForgotten() {
    hold(ONE);
    store.contests().add(ONE, change(1));
    store.contests().begin(ONE, NOW);
    hold(ONE);
    assertThat(store.contests().standing()).as("another hold changes nothing").hasSize(1);
    store.journal().release(ONE);
    assertThat(store.contests().of(ONE)).isEqualTo(new Contest(List.of(), Optional.empty()));
    assertThat(store.contests().standing()).isEmpty();
  }

  @Test
  void onlyPlacesWeHoldAreContested() {
    assertThatThrownBy(() -> store.contests().begin(ONE, NOW)).isInstanceOf(StoreException.class);
  }

  @Test
  void anEndKeepsWhatIsKnownAndForgettingDoesNot() {
    hold(ONE);
    store.contests().add(ONE, change(1));
    store.contests().begin(ONE, NOW);
    store.contests().end(ONE);
    assertThat(store.contests().of(ONE))
        .isEqualTo(new Contest(List.of(change(1)), Optional.empty()));
    store.contests().forget(ONE);
    assertThat(store.contests().of(ONE).changes()).isEmpty();
  }

  @Test
  void whoAndWhatIsBounded() {
    hold(ONE);
    store.contests().add(ONE, new Meddling(NOW, Value.of("f".repeat(10_000)), "x".repeat(10_000)));
    store.contests().add(ONE, new Meddling(NOW, Value.Bytes.of(new byte[10_000]), ""));
    var changes = store.contests().of(ONE).changes();
    assertThat(changes.getFirst().who()).hasSize(400);
    assertThat(changes.getFirst().found().wire()).hasSize(Contests.LONGEST_FOUND);
    assertThat(changes.getLast().found().wire()).hasSize(Contests.LONGEST_FOUND);
  }

  @Test
  void aPlaceIsKnownFromItsFirstChangeUntilItIsForgotten() {
    hold(ONE);
    hold(TWO);
    assertThat(store.contests().known()).isEmpty();
    store.contests().add(ONE, change(1));
    store.contests().add(ONE, change(2));
    store.contests().begin(TWO, NOW);
    assertThat(store.contests().known()).containsExactlyInAnyOrder(ONE, TWO);
    store.contests().forget(ONE);
    assertThat(store.contests().known()).containsExactly(TWO);
  }
}
