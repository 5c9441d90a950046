package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.local.Views;
import io.reeve.harness.lab.LabViews.Item;
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
/// The agent does not sweep meanwhile: every change is one that an event tells it of. What no event
/// tells of is not asked for here: what a script of the service looks after, until it runs again by
/// its schedule, and the kernel's flag of a disk that somebody makes writable by hand.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TierOneTest {
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  /// Far longer than an event and its repair take (the report has the measure), on however busy a
  /// machine, and far shorter than it is until the next sweep.
  private static final Duration EVENT = Duration.ofSeconds(30);

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
      assertThat(row.outOfPlace(site.machine(), true)).as("in force before, or broken").isEmpty();
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
          .allMatch(answer -> DONE.contains(answer.status()))
          .filteredOn(answer -> !answer.uri().endsWith("/Signature")) // the lab signs what it sends
          .hasSize(row.wish().size());
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
      return row.unmet(site.machine(), slowToo);
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
      var made = row.drift();
      if (made.isEmpty()) {
        line.drift("cannot drift");
        return;
      }
      var drift = made.get();
      var known = Set.copyOf(repairs());
      drift.does().accept(site.machine());
      var took =
          Await.until(
              "the repair after " + drift.how(),
              EVENT,
              () -> !known.containsAll(repairs()),
              () -> unmet(false) + "\n" + explained() + "\n" + history() + "\n" + site.log());
      Await.until(
          "what shows no effect after the repair",
          PATIENCE,
          () -> unmet(false).isEmpty() && drift.undone().stream().allMatch(this::holds),
          () -> unmet(false) + "\n" + explained() + "\n" + history() + "\n" + site.log());
      assertThat(site.unwatched()).as("what events no longer tell of").isEmpty();
      line.drift(took.toMillis() + " ms after " + drift.how());
    }

    private boolean holds(Probe probe) {
      return probe.holds(site.machine());
    }

    /// The last repairs of this row; one that outlasts its pass ends as something applied.
    private List<Views.Event> repairs() {
      var kinds = row.isLater() ? Set.of("repaired", "applied") : Set.of("repaired");
      var subjects = row.wish().stream().map(Item::uri).collect(Collectors.toSet());
      return site.agent().history(200).stream()
          .filter(event -> kinds.contains(event.kind()) && subjects.contains(event.subject()))
          .toList();
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
      assertThat(row.outOfPlace(site.machine(), false)).as("still in force, or broken").isEmpty();
      line.restored("yes");
    }
  }
}
