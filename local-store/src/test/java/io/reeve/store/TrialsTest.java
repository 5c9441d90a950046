package io.reeve.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.policy.Authority;
import io.reeve.policy.DesiredState;
import io.reeve.policy.DesiredState.Entry;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.Journal.DesiredBefore;
import io.reeve.store.Refusals.Refusal;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What authorities have no say in, what is on trial, and what is refused, over restarts.
final class TrialsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:09:10.123Z");
  private static final OmaUri ONE = OmaUri.parse("./Device/Vendor/Reeve/Test/one");
  private static final OmaUri TWO = OmaUri.parse("./Device/Vendor/Reeve/Test/two");

  @TempDir Path folder;

  private LocalStore open() {
    return LocalStore.open(folder.resolve("reeve.db"), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static Entry entry(String value, long sequence) {
    return new Entry(Value.of(value), sequence, NOW);
  }

  private static Trials.Open values(DesiredBefore... before) {
    return new Trials.Open(List.of(before), Map.of());
  }

  @Test
  void whatAnAuthorityHasNoSayInIsKeptAndTakenBack() {
    var before = DesiredState.empty().with(Authority.LOCAL, ONE, entry("1", 1));
    var disowning =
        before
            .disowning(Authority.LOCAL, Set.of("firewall", "device lock"))
            .disowning(Authority.SERVICE, Set.of("updates"));
    try (var store = open()) {
      store.desired().save(DesiredState.empty(), disowning);
    }
    try (var store = open()) {
      assertThat(store.desired().load()).isEqualTo(disowning);
      store.desired().save(disowning, before);
      assertThat(store.desired().load()).isEqualTo(before);
    }
  }

  @Test
  void aChangeOnTrialKeepsItsOldestWayBack() {
    var first = new DesiredBefore(Authority.SERVICE, ONE, Optional.of(entry("good", 1)));
    var second = new DesiredBefore(Authority.SERVICE, ONE, Optional.of(entry("on trial", 2)));
    var other = new DesiredBefore(Authority.LOCAL, TWO, Optional.empty());
    try (var store = open()) {
      store.trials().begin(values(first));
      store.trials().begin(values(second, other));
      store.trials().begin(new Trials.Open(List.of(), Map.of(Authority.LOCAL, Set.of("network"))));
      store.trials().begin(new Trials.Open(List.of(), Map.of(Authority.LOCAL, Set.of())));
    }
    try (var store = open()) {
      var open = store.trials().open();
      assertThat(open.values()).containsExactlyInAnyOrder(first, other);
      assertThat(open.disowned()).isEqualTo(Map.of(Authority.LOCAL, Set.of("network")));
      var now =
          DesiredState.empty()
              .with(Authority.SERVICE, ONE, entry("bad", 3))
              .with(Authority.LOCAL, TWO, entry("bad", 4));
      assertThat(open.in(now))
          .isEqualTo(
              DesiredState.empty()
                  .with(Authority.SERVICE, ONE, entry("good", 1))
                  .disowning(Authority.LOCAL, Set.of("network")));
      store
          .trials()
          .drop(new Trials.Open(List.of(other), Map.of(Authority.LOCAL, Set.of("network"))));
      assertThat(store.trials().open()).isEqualTo(new Trials.Open(List.of(first), Map.of()));
      store.trials().end();
      assertThat(store.trials().open().isEmpty()).isTrue();
    }
  }

  @Test
  void aRefusalIsKeptUntilItIsLiftedAndIsReportedOnce() {
    var refusal = new Refusal(Authority.SERVICE, ONE, Value.of("bad"), "it was cut off", NOW);
    var removal = new Refusal(Authority.SERVICE, TWO, Value.absent(), "it was cut off", NOW);
    try (var store = open()) {
      store.refusals().put(new Refusal(Authority.SERVICE, ONE, Value.of("x"), "older", NOW));
      store.refusals().put(refusal);
      store.refusals().put(removal);
      assertThat(store.refusals().unreported()).containsExactly(refusal, removal);
      store.refusals().reported();
    }
    try (var store = open()) {
      assertThat(store.refusals().unreported()).isEmpty();
      assertThat(store.refusals().all()).containsExactly(refusal, removal);
      assertThat(store.refusals().get(Authority.SERVICE, ONE)).contains(refusal);
      assertThat(store.refusals().get(Authority.LOCAL, ONE)).isEmpty();
      assertThat(store.refusals().lift(Authority.LOCAL, ONE)).isFalse();
      assertThat(store.refusals().lift(Authority.SERVICE, ONE)).isTrue();
      assertThat(store.refusals().all()).containsExactly(removal);
      store.refusals().restore(refusal);
      assertThat(store.refusals().unreported()).isEmpty();
      assertThat(store.refusals().lift(Authority.SERVICE, ONE)).isTrue();
      assertThat(store.refusals().lift(Authority.SERVICE)).isEqualTo(1);
      assertThat(store.refusals().all()).isEmpty();
    }
  }

  @Test
  void aStoreOfTheFirstVersionIsBroughtToThisOneWithWhatItHolds() throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("reeve.db"));
        var statement = connection.createStatement()) {
      for (var each : Schema.NOW.statements(0)) {
        statement.execute(each);
      }
      statement.execute(
          "insert into desired values ('SERVICE', '%s', 't:1', 1, %d)"
              .formatted(ONE, NOW.toEpochMilli()));
      statement.execute(
          "insert into event (at, kind, subject, text) values (1, 'sync', '', 'as it was')");
      statement.execute("pragma user_version = 1");
    }
    try (var store = open()) {
      assertThat(store.desired().load())
          .isEqualTo(DesiredState.empty().with(Authority.SERVICE, ONE, entry("1", 1)));
      assertThat(store.trials().open().isEmpty()).isTrue();
      assertThat(store.refusals().all()).isEmpty();
      assertThat(store.history().newest(10))
          .extracting(History.Event::text)
          .containsExactly("as it was");
    }
  }
}
