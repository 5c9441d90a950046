package io.reeve.harness.reconcile;

import io.reeve.core.reconcile.Configuration.Change;
import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.core.reconcile.Reconciler;
import io.reeve.core.spi.Mechanism;
import io.reeve.harness.Faults;
import io.reeve.harness.MemoryMechanism;
import io.reeve.policy.Address;
import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.OmaUri;
import io.reeve.policy.ProblemsException;
import io.reeve.policy.Value;
import io.reeve.store.LocalStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// A machine of two mechanisms in memory, a store on disk, and a reconciler that can die and come
/// back.
final class Bench implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-20T08:09:10.123Z");
  static final String FOLDER = "./Device/Vendor/Reeve/Test/";
  private static final Catalog CATALOG = catalog();

  final Faults faults = new Faults();
  final MemoryMechanism first = new MemoryMechanism("first", faults);
  final MemoryMechanism second = new MemoryMechanism("second", faults);
  private final Path db;
  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final Clock clock = new Moving();
  private long settlings = Long.MAX_VALUE;
  private LocalStore store;
  private Reconciler reconciler;

  Bench(Path folder) {
    db = folder.resolve("reeve.db");
    store = LocalStore.open(db, clock);
    reconciler = make();
  }

  private Reconciler make() {
    return new Reconciler(CATALOG, "linux", List.<Mechanism>of(first, second), store, clock);
  }

  /// Time passes.
  void pass(Duration time) {
    now.updateAndGet(was -> was.plus(time));
  }

  /// From the next settling on there is no telling the time, until [#mendClock].
  void breakClock() {
    settlings = settlings();
  }

  void mendClock() {
    settlings = Long.MAX_VALUE;
  }

  private long settlings() {
    return faults.steps().stream().filter(step -> step.startsWith("settle")).count();
  }

  private final class Moving extends Clock {
    @Override
    public Instant instant() {
      if (settlings() > settlings) {
        throw new IllegalStateException("the clock is broken, as the test wants");
      }
      return now.get();
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

  /// The process ends and another begins on the same machine.
  Bench restart() {
    store.close();
    store = LocalStore.open(db, clock);
    reconciler = make();
    return this;
  }

  Reconciler reconciler() {
    return reconciler;
  }

  LocalStore store() {
    return store;
  }

  /// One row of the catalogue each: `one` and `two` in the first mechanism, `far` in the second,
  /// `pair` in both, `late` in the second with the next restart, `slow` and `both` where it takes
  /// its time, `shared` where `one` is, `told` there too and only read, `secret` confidential, and
  /// rows that meet each kind of trouble.
  private static Catalog catalog() {
    var rows = new ArrayList<String>();
    rows.add(row("one", place("first", "one")));
    rows.add(row("two", place("first", "two")));
    rows.add(row("far", place("second", "far")));
    rows.add(row("late", place("second", "late")).replace("\"tier\"", "\"reboot\":true,\"tier\""));
    rows.add(row("pair", place("first", "left") + "," + place("second", "right")));
    rows.add(row("shared", place("first", "one")));
    rows.add(row("missing", place("first", "m", "unavailable", "libx.so.1 is not installed")));
    rows.add(
        row(
            "half",
            place("first", "half") + "," + place("second", "m", "unavailable", "no such service")));
    rows.add(row("broken", place("first", "broken", "broken", "bad")));
    rows.add(row("stuck", place("first", "stuck", "stuck", "5")));
    rows.add(row("slow", place("first", "slow", "slow", "yes")));
    rows.add(row("both", place("first", "b") + "," + place("second", "late", "slow", "yes")));
    rows.add(
        row("told", place("first", "one"))
            .replace("\"conflict\":\"LastWrite\"", "\"access\":\"read\""));
    rows.add(
        row("secret", place("first", "secret"))
            .replace("\"tier\"", "\"confidential\":true,\"tier\""));
    rows.add(row("unknown", place("third", "unknown")));
    rows.add(cutting("net", place("first", "net")));
    rows.add(cutting("wire", place("second", "wire")));
    rows.add(cutting("cable", place("first", "net")));
    try {
      return Catalog.parse(Map.of("Test.json", "{\"settings\":[" + String.join(",", rows) + "]}"));
    } catch (ProblemsException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String row(String name, String places) {
    return """
    {"id":"test.%s","uri":"%s%s","format":"chr","category":"test","tier":1,
     "sentence":"A test.","conflict":"LastWrite",
     "on":{"linux":[%s],"windows":{"none":"a test"},"macos":{"none":"a test"}},
     "examples":{"good":["x"],"bad":[]}}\
    """
        .formatted(name, FOLDER, name, places);
  }

  /// A row that can cut the network, of another workload than the others.
  private static String cutting(String name, String places) {
    return row(name, places)
        .replace("\"category\":\"test\"", "\"category\":\"network\",\"cutsNetwork\":true");
  }

  private static String place(String mechanism, String key) {
    return "{\"mechanism\":\"%s\",\"parameters\":{\"key\":\"%s\"}}".formatted(mechanism, key);
  }

  private static String place(String mechanism, String key, String more, String text) {
    return "{\"mechanism\":\"%s\",\"parameters\":{\"key\":\"%s\",\"%s\":\"%s\"}}"
        .formatted(mechanism, key, more, text);
  }

  static OmaUri uri(String name) {
    return OmaUri.parse(FOLDER + name);
  }

  static Address at(String mechanism, String key) {
    return new Address(mechanism, Map.of("key", key));
  }

  static Change change(String name, String value) {
    return new Change(uri(name), Value.of(value));
  }

  static Change removal(String name) {
    return new Change(uri(name), Value.absent());
  }

  List<Outcome> apply(Change... changes) {
    return reconciler.apply(Authority.SERVICE, List.of(changes), false).outcomes();
  }

  List<Outcome> atomic(Change... changes) {
    return reconciler.apply(Authority.SERVICE, List.of(changes), true).outcomes();
  }

  /// What is at the first mechanism's places by key, then at the second's.
  String machine() {
    return first.at(at("first", "one")).wire()
        + "/"
        + first.at(at("first", "two")).wire()
        + "/"
        + second.at(at("second", "far")).wire()
        + "/"
        + first.at(at("first", "left")).wire()
        + "+"
        + second.at(at("second", "right")).wire();
  }

  List<String> history() {
    return store.history().newest(100).reversed().stream()
        .map(event -> event.kind() + " " + event.subject().substring(FOLDER.length()))
        .toList();
  }

  @Override
  public void close() {
    store.close();
  }
}
