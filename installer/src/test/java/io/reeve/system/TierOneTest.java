package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.local.Views;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every row of tier 1 that can be set, on a booted Debian: set by the service in a real session,
/// looked at with the system's own tools, set again, changed behind the agent's back, and removed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TierOneTest {
  /// Longer than a sweep and its repair take: how fast it is, is reported and not asserted.
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  private final Report report = new Report();
  private @Nullable ManagedMachine shared;

  static Stream<Row> rows() {
    return TierOne.asked();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void takesEffectIsKeptAndIsPutBack(Row row) throws IOException {
    var site = machine();
    try {
      new Course(site, row, report.line(row.id())).run();
    } catch (RuntimeException | AssertionError failed) {
      stop(); // what it left behind is not the next row's problem
      throw failed;
    }
  }

  @AfterAll
  void finish() throws IOException {
    stop();
    report.write();
  }

  private ManagedMachine machine() throws IOException {
    var site = shared;
    if (site == null) {
      site = Requirements.orSkip(() -> ManagedMachine.start(Furniture::usual));
      shared = site;
    }
    return site;
  }

  private void stop() throws IOException {
    var site = shared;
    shared = null;
    if (site != null) {
      site.close();
    }
  }

  /// One row on its way over the machine.
  private record Course(ManagedMachine site, Row row, Report.Line line) {
    private static final String PROFILE = "row";

    /// The answer to what takes longer than a session.
    private static final int GOES_ON = 202;

    private static final Set<Integer> DONE = Set.of(200, GOES_ON);

    void run() throws IOException {
      row.scene().accept(site.machine());
      var before = state();
      assertThat(unmet(false)).as("not in force before").isNotEmpty();
      apply();
      again();
      drift();
      remove(before);
    }

    private void apply() {
      site.lab().assign(PROFILE, row.atomic(), row.wish());
      site.sync();
      assertThat(site.lab().answers())
          .as("what the service was told; %s", explained())
          .hasSize(row.wish().size())
          .allMatch(answer -> DONE.contains(answer.status()));
      if (row.isLater()) {
        Await.until(
            "the work that goes on",
            PATIENCE,
            () -> unmet(true).isEmpty(),
            () -> explained() + "\n" + site.log());
      }
      line.applied("yes");
      assertThat(unmet(true)).as("what shows no effect; %s", explained()).isEmpty();
      line.effective(row.probes().stream().map(Probe::how).collect(Collectors.joining(", ")));
    }

    private String explained() {
      return row.wish().stream()
          .map(item -> site.agent().explain(item.uri()).state().toString())
          .collect(Collectors.joining("\n"));
    }

    private List<String> unmet(boolean slowToo) {
      return Probe.unmet(site.machine(), row.probes(), slowToo);
    }

    private MachineState stateNow() {
      try {
        return state();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private MachineState state() throws IOException {
      return MachineState.of(site.machine(), MachineImage.get());
    }

    private void again() throws IOException {
      var before = state();
      var commands = row.wish().stream().map(item -> site.lab().queue("replace", item)).toList();
      site.sync();
      assertThat(commands)
          .as("the answers to setting it again")
          .allMatch(id -> DONE.contains(site.lab().command(id).path("status").asInt()));
      var after = state();
      assertThat(before.disk().written(after.disk())).as("written again").isEmpty();
      assertThat(before.differences(after)).isEmpty();
      line.again("yes");
    }

    private void drift() {
      var drift = row.drift();
      if (drift.isEmpty()) {
        line.drift("cannot drift");
        return;
      }
      long known = repairs();
      long begun = System.nanoTime();
      drift.get().does().accept(site.machine());
      Await.until(
          "the repair after " + drift.get().how(),
          PATIENCE,
          () -> repairs() > known && unmet(false).isEmpty(),
          () -> unmet(false) + "\n" + explained() + "\n" + history() + "\n" + site.log());
      var took = Duration.ofNanos(System.nanoTime() - begun);
      line.drift(took.toMillis() + " ms after " + drift.get().how());
    }

    /// Repairs so far; one that outlasts its pass ends as something applied.
    private long repairs() {
      var kinds = row.isLater() ? Set.of("repaired", "applied") : Set.of("repaired");
      return site.agent().history(10_000).stream()
          .filter(event -> kinds.contains(event.kind()))
          .count();
    }

    private String history() {
      return site.agent().history(20).stream()
          .map(Views.Event::toString)
          .collect(Collectors.joining("\n"));
    }

    private void remove(MachineState before) throws IOException {
      site.lab().unassign(PROFILE);
      site.sync();
      if (row.isLater()) {
        Await.until(
            "what was there before",
            PATIENCE,
            () -> before.differences(stateNow()).isEmpty(),
            () -> before.differences(stateNow()) + "\n" + site.log());
      }
      assertThat(site.lab().answers()).as("nothing is left to remove").isEmpty();
      assertThat(before.differences(state())).as("what is not as it was; %s", history()).isEmpty();
      assertThat(unmet(false)).as("no longer in force").isNotEmpty();
      line.restored("yes");
    }
  }
}
