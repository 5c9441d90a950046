package io.reeve.harness.reconcile;

import static io.reeve.harness.reconcile.Bench.at;
import static io.reeve.harness.reconcile.Bench.change;
import static io.reeve.harness.reconcile.Bench.removal;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.reconcile.SettingStatus;
import io.reeve.harness.Faults;
import io.reeve.policy.Authority;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The power goes at every single step of a pass, again and again, and at every step of the
/// recovery as well.
final class CrashTest {
  private static final int MORE_STEPS_THAN_ANY_PASS = 200;

  @TempDir Path folder;

  /// A pass to be cut off, from a machine where `one` was 0 before us and `two` is ours.
  ///
  /// @param name what it does
  /// @param pass does it
  /// @param previous the machine before it
  /// @param wanted the machine after it
  record Work(String name, Consumer<Bench> pass, String previous, String wanted) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Work> works() {
    return List.of(
        new Work(
            "apply",
            bench -> bench.apply(change("one", "1"), change("two", "2"), change("pair", "4")),
            "0/old//+",
            "1/2//4+4"),
        new Work(
            "atomic",
            bench -> bench.atomic(change("one", "1"), change("two", "2"), change("pair", "4")),
            "0/old//+",
            "1/2//4+4"),
        new Work("removal", bench -> bench.apply(removal("two")), "0/old//+", "0///+"),
        new Work(
            "atomic removal",
            bench -> bench.atomic(removal("two"), change("far", "3")),
            "0/old//+",
            "0//3/+"),
        new Work(
            "withdrawal",
            bench -> bench.reconciler().withdraw(Authority.SERVICE),
            "0/old//+",
            "0///+"),
        new Work(
            "repair",
            bench -> {
              bench.first.tamper(at("first", "two"), Value.of("9"));
              bench.reconciler().sweep();
            },
            "0/9//+",
            "0/old//+"));
  }

  private Bench bench(String name) throws IOException {
    var bench = new Bench(Files.createDirectories(folder.resolve(name)));
    bench.first.tamper(at("first", "one"), Value.of("0"));
    bench.apply(change("two", "old"));
    return bench;
  }

  /// Runs the work with the power going at that step.
  ///
  /// @return whether it went; false when the work ended before
  private static boolean cut(Bench bench, int step, Runnable work) {
    bench.faults.crashAt(step);
    try {
      work.run();
      return false;
    } catch (Faults.Crash e) {
      assertThat(e).hasMessageStartingWith("power cut");
      return true;
    } finally {
      bench.faults.heal();
    }
  }

  @ParameterizedTest
  @MethodSource("works")
  void afterAPowerCutAtAnyStepEachSettingIsAsWantedOrAsBefore(Work work) throws IOException {
    for (int step = 0; step < MORE_STEPS_THAN_ANY_PASS; step++) {
      try (var bench = bench(work + "-" + step)) {
        if (!cut(bench, step, () -> work.pass().accept(bench))) {
          assertThat(bench.machine()).isEqualTo(work.wanted());
          return;
        }
        bench.restart().reconciler().recover();
        assertWhole(bench, work, "cut at step " + step);
      }
    }
    throw new AssertionError("the pass has no end");
  }

  @ParameterizedTest
  @MethodSource("works")
  void aPowerCutDuringTheRecoveryIsRecoveredFromToo(Work work) throws IOException {
    int middle = steps(work) / 2;
    for (int step = 0; step < MORE_STEPS_THAN_ANY_PASS; step++) {
      try (var bench = bench(work + "-again-" + step)) {
        cut(bench, middle, () -> work.pass().accept(bench));
        bench.restart();
        boolean twice = cut(bench, step, () -> bench.reconciler().recover());
        bench.restart().reconciler().recover();
        assertWhole(bench, work, "cut at step " + middle + " and again at " + step);
        if (!twice) {
          return;
        }
      }
    }
    throw new AssertionError("the recovery has no end");
  }

  @ParameterizedTest
  @MethodSource("works")
  void aRecoveryThatCannotWriteLeavesNothingBetween(Work work) throws IOException {
    int steps = steps(work);
    for (int step = 0; step < steps; step++) {
      try (var bench = bench(work + "-refused-" + step)) {
        cut(bench, step, () -> work.pass().accept(bench));
        bench.restart();
        bench.faults.failOn("write ");
        bench.reconciler().recover();
        bench.faults.heal();
        bench.restart().reconciler().sweep();
        assertWhole(bench, work, "cut at step " + step + ", then a disk that refuses");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("works")
  void aRecoveryThatCannotReadLeavesNothingBetween(Work work) throws IOException {
    int steps = steps(work);
    for (int step = 0; step < steps; step++) {
      try (var bench = bench(work + "-unreadable-" + step)) {
        cut(bench, step, () -> work.pass().accept(bench));
        bench.restart();
        bench.faults.failOn("read second");
        bench.reconciler().recover();
        bench.faults.heal();
        bench.restart().reconciler().sweep();
        assertWhole(bench, work, "cut at step " + step + ", then a place that cannot be read");
      }
    }
  }

  private int steps(Work work) throws IOException {
    try (var bench = bench(work + "-count")) {
      int before = bench.faults.steps().size();
      work.pass().accept(bench);
      return bench.faults.steps().size() - before;
    }
  }

  /// Each setting is as before or as wanted, both places of `pair` alike; an atomic pass is so as a
  /// whole. The journal has nothing open, a sweep agrees with the machine, and what was there
  /// before us still comes back.
  private static void assertWhole(Bench bench, Work work, String when) {
    assertEachWhole(bench, work, when);
    assertThat(bench.store().journal().unfinished()).as(when).isEmpty();
    bench.reconciler().sweep();
    assertEachWhole(bench, work, "a sweep after being " + when);
    assertThat(bench.reconciler().settings())
        .as(when)
        .allMatch(status -> status.state() == SettingStatus.State.APPLIED);
    bench.reconciler().withdraw(Authority.SERVICE);
    assertThat(bench.machine()).as("restored after being %s", when).isEqualTo("0///+");
    assertThat(bench.store().journal().held()).as(when).isEmpty();
  }

  private static void assertEachWhole(Bench bench, Work work, String when) {
    var machine = bench.machine();
    if (work.name().startsWith("atomic")) {
      assertThat(machine).as(when).isIn(work.previous(), work.wanted());
      return;
    }
    var found = machine.split("/", -1);
    var previous = work.previous().split("/", -1);
    var wanted = work.wanted().split("/", -1);
    for (int setting = 0; setting < found.length; setting++) {
      assertThat(found[setting])
          .as("%s: %s", when, machine)
          .isIn(previous[setting], wanted[setting]);
    }
  }
}
