package io.reeve.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A newer program migrates the store and then does not run: the one before goes on.
final class WayBackTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T08:09:10Z"), ZoneOffset.UTC);
  private static final int NOW = Schema.NOW.version();

  @TempDir Path folder;
  private Path db;

  @BeforeEach
  void fill() {
    db = folder.resolve("reeve.db");
    try (var store = LocalStore.open(db, CLOCK)) {
      store.notes().put("account/server", "https://mdm.example");
    }
  }

  private static Schema later(int steps) {
    var all = new ArrayList<>(Schema.NOW.steps());
    for (int i = 0; i < steps; i++) {
      all.add("create table novelty" + i + " (a text) strict;\n");
    }
    return new Schema(all);
  }

  private void runNewer(int steps) {
    try (var store = LocalStore.open(db, CLOCK, later(steps))) {
      store.notes().put("account/server", "of the newer program");
    }
  }

  private void askForTheWayBack() throws IOException {
    Files.writeString(folder.resolve("reeve.db.back"), "");
  }

  private List<String> files() {
    return List.of(folder.toFile().list((_, name) -> name.matches("reeve[.]db([.].*)?")));
  }

  @Test
  void theStoreIsCopiedBeforeItIsChanged() throws IOException {
    runNewer(1);
    var copy = folder.resolve("reeve.db.v" + NOW);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rw-------");
    try (var store = LocalStore.open(copy, CLOCK)) {
      assertThat(store.notes().get("account/server")).contains("https://mdm.example");
    }
  }

  @Test
  void aStoreThatIsNewOrUpToDateIsNotCopied() {
    LocalStore.open(db, CLOCK).close();
    assertThat(files()).containsExactly("reeve.db");
  }

  @Test
  void theVersionBeforeTakesItsCopyWhenItIsAskedTo() throws IOException {
    runNewer(1);
    askForTheWayBack();
    try (var store = LocalStore.open(db, CLOCK)) {
      assertThat(store.notes().get("account/server")).contains("https://mdm.example");
      assertThat(store.setAside()).isEmpty();
      assertThat(store.history().newest(1))
          .singleElement()
          .satisfies(event ->
              assertThat(event.text()).contains("did not run", "reeve.db.newer-20261120T080910Z"));
    }
    assertThat(files())
        .containsExactlyInAnyOrder("reeve.db", "reeve.db.copy", "reeve.db.newer-20261120T080910Z");
    try (var store =
        LocalStore.open(folder.resolve("reeve.db.newer-20261120T080910Z"), CLOCK, later(1))) {
      assertThat(store.notes().get("account/server")).contains("of the newer program");
    }
  }

  @Test
  void theNewerOnesCopyForDamageDoesNotStay() throws IOException {
    try (var store = LocalStore.open(db, CLOCK, later(1))) {
      store.copy();
    }
    askForTheWayBack();
    LocalStore.open(db, CLOCK).close();
    Files.writeString(db, "not a database at all, but long enough to be read");
    try (var store = LocalStore.open(db, CLOCK)) {
      assertThat(store.setAside().orElseThrow().copy()).isTrue();
      assertThat(store.notes().get("account/server")).contains("https://mdm.example");
    }
  }

  @Test
  void withoutBeingAskedTheVersionBeforeRefuses() {
    runNewer(1);
    assertThatThrownBy(() -> LocalStore.open(db, CLOCK))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("written by a newer Reeve");
  }

  @Test
  void aStoreThatWasNotChangedStaysAsItIs() throws IOException {
    runNewer(1);
    try (var store = LocalStore.open(db, CLOCK, later(1))) {
      store.notes().put("account/server", "later");
    }
    askForTheWayBack();
    try (var store = LocalStore.open(db, CLOCK, later(1))) {
      assertThat(store.notes().get("account/server")).contains("later");
    }
    assertThat(files()).containsExactlyInAnyOrder("reeve.db", "reeve.db.v" + NOW);
  }

  @Test
  void withoutACopyTheNewerStoreIsRefusedAndLeftAlone() throws IOException {
    runNewer(1);
    Files.delete(folder.resolve("reeve.db.v" + NOW));
    askForTheWayBack();
    assertThatThrownBy(() -> LocalStore.open(db, CLOCK))
        .hasMessageContaining("written by a newer Reeve");
    LocalStore.open(db, CLOCK, later(1)).close();
  }

  /// How far the way back has come when the power goes.
  @ParameterizedTest
  @ValueSource(strings = {"reeve.db-wal", "reeve.db"})
  void aWayBackThatWasCutOffIsGoneOnWith(String last) throws IOException {
    runNewer(1);
    Files.writeString(folder.resolve("reeve.db-wal"), "");
    askForTheWayBack();
    for (var moved : List.of("reeve.db-wal", "reeve.db")) {
      Files.move(folder.resolve(moved), folder.resolve(moved + ".moved"));
      if (moved.equals(last)) {
        break;
      }
    }
    try (var store = LocalStore.open(db, CLOCK)) {
      assertThat(store.notes().get("account/server")).contains("https://mdm.example");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 12})
  void theWayBackLeadsOverVersionsOfWhichNoneHeld(int versions) throws IOException {
    for (int each = 1; each <= versions; each++) {
      runNewer(each);
    }
    askForTheWayBack();
    try (var store = LocalStore.open(db, CLOCK)) {
      assertThat(store.notes().get("account/server")).contains("https://mdm.example");
    }
  }

  @Test
  void copiesDoNotPileUpAndTheOldestStays() {
    runNewer(1);
    runNewer(2);
    runNewer(6);
    runNewer(9);
    assertThat(files())
        .containsExactlyInAnyOrder("reeve.db", "reeve.db.v" + NOW, "reeve.db.v" + (NOW + 6));
  }
}
