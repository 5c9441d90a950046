package io.reeve.core.script;

import io.reeve.core.script.RemediationResult.Outcome;
import io.reeve.core.script.Signers.Terms;
import io.reeve.core.spi.Scripts;
import io.reeve.core.spi.Scripts.Ran;
import io.reeve.store.LocalStore;
import io.reeve.store.Outbox;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Remediations whose scripts end as the test says, in a time that it makes go on.
abstract class RemediationStage {
  @TempDir Path folder;
  final Map<String, Map<String, String>> wanted = new TreeMap<>();
  final List<String> ran = new ArrayList<>();
  final Deque<Ran> ends = new ArrayDeque<>();
  final Ticking clock = new Ticking();
  Terms terms = new Terms(List.of(), Optional.empty(), true);
  LocalStore store;
  Remediations remediations;

  static final class Ticking extends Clock {
    Instant now = Instant.parse("2026-11-20T08:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void open() {
    store = LocalStore.open(folder.resolve("reeve.db"), clock);
    remediations = make();
    ask("x", Map.of("Detect", "detect", "Remediate", "mend"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  Remediations make() {
    Scripts scripts =
        script -> {
          ran.add(script.text());
          return ends.isEmpty() ? new Ran(0, "") : ends.removeFirst();
        };
    return new Remediations(
        () -> wanted, scripts, new Signers(() -> terms, store.notes()), folder, store, clock);
  }

  void ask(String id, Map<String, String> parts) {
    wanted.put(id, parts);
  }

  /// Runs all that is due.
  void turn() {
    for (var run = remediations.begin(); run.isPresent(); run = remediations.begin()) {
      remediations.end(run.get(), run.get().run());
    }
  }

  void ends(int... exits) {
    for (int exit : exits) {
      ends.add(new Ran(exit, "out " + exit));
    }
  }

  Outcome outcome() {
    return result("x").outcome();
  }

  RemediationResult result(String id) {
    return Objects.requireNonNull(remediations.results().get(id));
  }

  List<Outbox.Row> alerts() {
    return store.outbox().pending(9);
  }

  String lastEvent() {
    return store.history().newest(1).getFirst().text();
  }
}
