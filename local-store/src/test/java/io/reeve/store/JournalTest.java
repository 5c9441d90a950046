package io.reeve.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.policy.Address;
import io.reeve.policy.Authority;
import io.reeve.policy.DesiredState;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.Journal.DesiredBefore;
import io.reeve.store.JournalEntry.Before;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class JournalTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:09:10.123Z");
  private static final OmaUri URI = OmaUri.parse("./Device/Vendor/Reeve/Ssh/RootLogin");
  private static final Address A = new Address("sshd", Map.of("key", "PermitRootLogin"));
  private static final Address B = new Address("sshd", Map.of("key", "X11 & more=?%", "file", "ä"));

  @TempDir Path folder;
  private LocalStore store;
  private Journal journal;

  @BeforeEach
  void open() {
    store = LocalStore.open(folder.resolve("reeve.db"), Clock.fixed(NOW, ZoneOffset.UTC));
    journal = store.journal();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static JournalEntry entry(Address address, Value written) {
    return new JournalEntry(
        address,
        List.of(URI, URI.child("x")),
        new Before(Value.absent(), "mode=0644"),
        written,
        false,
        NOW,
        0,
        Optional.empty());
  }

  static List<Value> everyKindOfValue() {
    return List.of(
        Value.absent(),
        Value.of(true),
        Value.of(false),
        Value.of(-1),
        Value.of(4_294_967_295L),
        Value.of(""),
        Value.of("a:b\n\u00e4\ud83d\ude00"),
        Value.Bytes.of(new byte[] {0, 1, -1}));
  }

  @ParameterizedTest
  @MethodSource("everyKindOfValue")
  void everyKindOfValueIsReadBack(Value value) {
    var entry = entry(B, value).repaired(NOW.plusMillis(5));
    journal.hold(entry);
    assertThat(journal.held(B)).contains(entry);
  }

  @Test
  void anAddressWithoutParametersIsReadBack() {
    var bare = new Address("hostname", Map.of());
    journal.hold(entry(bare, Value.of("x")));
    assertThat(journal.held(bare)).map(JournalEntry::address).contains(bare);
  }

  @Test
  void placesKeepTheirTurnWhenTheyChange() {
    journal.hold(entry(B, Value.of("1")));
    journal.hold(entry(A, Value.of("1")));
    journal.hold(entry(B, Value.of("2")));
    assertThat(journal.held()).containsExactly(entry(B, Value.of("2")), entry(A, Value.of("1")));
  }

  @Test
  void aPlaceIsLetGoOf() {
    journal.hold(entry(A, Value.of("1")));
    journal.release(A);
    journal.release(A);
    assertThat(journal.held()).isEmpty();
  }

  @Test
  void aPassThatDidNotEndIsFoundWithItsWayBack() {
    var write =
        new Intent(
            A,
            List.of(URI),
            new Before(Value.of("yes"), "x"),
            Optional.of(entry(A, Value.of("no"))));
    var giveBack = new Intent(B, List.of(URI), new Before(Value.of("1"), ""), Optional.empty());
    var was =
        List.of(
            new DesiredBefore(Authority.SERVICE, URI, Optional.empty()),
            new DesiredBefore(
                Authority.LOCAL, URI, Optional.of(new DesiredState.Entry(Value.of(3), 7, NOW))));
    long pass = journal.begin(true, was, List.of(write, giveBack), NOW);
    assertThat(journal.unfinished())
        .singleElement()
        .satisfies(found -> {
          assertThat(found.id()).isEqualTo(pass);
          assertThat(found.atomic()).isTrue();
          assertThat(found.intents()).containsExactly(write, giveBack);
          assertThat(found.desiredBefore()).containsExactlyInAnyOrderElementsOf(was);
        });
  }

  @Test
  void doneAndUndoneIntentsAreNoLongerOpen() {
    journal.hold(entry(B, Value.of("1")));
    var write =
        new Intent(
            A,
            List.of(URI),
            new Before(Value.of("yes"), "x"),
            Optional.of(entry(A, Value.of("no"))));
    var giveBack = new Intent(B, List.of(URI), new Before(Value.of("1"), ""), Optional.empty());
    long pass = journal.begin(false, List.of(), List.of(write, giveBack), NOW);
    journal.done(giveBack);
    journal.undone(write);
    assertThat(journal.unfinished())
        .singleElement()
        .satisfies(found -> assertThat(found.intents()).isEmpty());
    assertThat(journal.held()).isEmpty();
    journal.end(pass);
    assertThat(journal.unfinished()).isEmpty();
  }

  @Test
  void whatIsDoneIsHeld() {
    var write =
        new Intent(
            A,
            List.of(URI),
            new Before(Value.of("yes"), "x"),
            Optional.of(entry(A, Value.of("no"))));
    journal.begin(false, List.of(), List.of(write), NOW);
    journal.done(write);
    assertThat(journal.held(A)).contains(entry(A, Value.of("no")));
  }

  @Test
  void endingAPassForgetsItsIntents() {
    var write = new Intent(A, List.of(URI), new Before(Value.of("1"), ""), Optional.empty());
    journal.end(journal.begin(false, List.of(), List.of(write), NOW));
    journal.begin(false, List.of(), List.of(write), NOW);
    assertThat(journal.unfinished()).hasSize(1);
  }
}
