package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.harness.lab.LabViews.Item;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The rows of tier 1 at once on one machine, but for work that goes on by itself, which then
/// reboots, loses power, and has its agent killed.
final class EverythingAtOnceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final long SEED = 20261121;
  private static final String PROFILE = "everything";

  /// What these ask for, another row takes away.
  private static final Set<String> CONTRADICTED =
      Set.of("fw.enable", "fw.default-inbound", "cert.untrusted");

  private static final List<Row> ROWS =
      TierOne.asked()
          .filter(row -> !row.isLater())
          .filter(row -> !CONTRADICTED.contains(row.id()))
          .toList();

  private @Nullable ManagedMachine booted;

  @BeforeEach
  void start() throws IOException {
    booted = Requirements.orSkip(() -> ManagedMachine.start(Furniture::usual));
    furnish();
  }

  @AfterEach
  void stop() throws IOException {
    if (booted != null) {
      booted.close();
    }
  }

  private ManagedMachine site() {
    if (booted == null) {
      throw new IllegalStateException("no machine");
    }
    return booted;
  }

  /// What the rows expect around the machine; some of it does not outlast a boot.
  private void furnish() {
    ROWS.forEach(row -> row.scene().accept(site().machine()));
  }

  /// After a boot: the units of svc.startup are still there, and masked by what is asked.
  private void furnishAgain() {
    ROWS.stream()
        .filter(row -> !row.id().equals("svc.startup"))
        .forEach(row -> row.scene().accept(site().machine()));
  }

  /// No address twice: of several rows that set the same one, the last counts.
  private static List<Item> wishes() {
    var byUri = new LinkedHashMap<String, Item>();
    ROWS.forEach(row -> row.wish().forEach(item -> byUri.put(item.uri(), item)));
    return List.copyOf(byUri.values());
  }

  /// Each probe is asked until it shows its setting in force, and then no more; the slow ones last.
  private void awaitAll(String when, boolean slowToo) {
    var left =
        ROWS.stream()
            .flatMap(row -> row.probes().stream().map(probe -> new Asked(row.id(), probe)))
            .filter(asked -> slowToo || !asked.probe().isSlow())
            .sorted(Comparator.comparing(asked -> asked.probe().isSlow()))
            .collect(Collectors.toCollection(ArrayList::new));
    Await.until(
        when,
        PATIENCE,
        () -> {
          left.removeIf(asked -> asked.probe().holds(site().machine()));
          return left.isEmpty();
        },
        () -> left + "\n" + site().log());
  }

  private record Asked(String row, Probe probe) {
    @Override
    public String toString() {
      return row + ": " + probe.how();
    }
  }

  private void assertRestored(MachineState before) throws IOException {
    site().lab().unassign(PROFILE);
    site().sync();
    assertThat(site().lab().answers()).as("nothing is left to remove").isEmpty();
    assertThat(before.differences(state())).as("what is not as it was").isEmpty();
  }

  private MachineState state() throws IOException {
    return MachineState.of(site().machine(), MachineImage.get());
  }

  @Test
  void everySettingOutlastsARebootAndTheAgentComesBackAndPutsAllBackWhenAsked() throws IOException {
    var before = state();
    site().lab().assign(PROFILE, false, wishes());
    site().sync();
    awaitAll("all settings in force", false);
    site().machine().reboot();
    furnishAgain();
    awaitAll("all settings in force after the reboot", true);
    assertThat(site().machine().need("systemctl", "is-active", "reeve.service").strip())
        .isEqualTo("active");
    assertRestored(before);
  }

  @Test
  void aPowerCutInTheMiddleOfASessionLeavesNothingHalf() throws IOException {
    var before = state();
    var random = new Random(SEED);
    for (int cut = 0; cut < 3; cut++) {
      site().lab().assign(PROFILE, false, wishes());
      site().agent().sync(false);
      Await.until("the first change", PATIENCE, () -> changed(before), site()::log);
      LockSupport.parkNanos(random.nextLong(TimeUnit.SECONDS.toNanos(1)));
      site().machine().cutPower();
      site().machine().start();
      furnishAgain();
      site().sync();
      awaitAll("all settings in force after power cut " + cut, false);
      assertRestored(before);
    }
  }

  private boolean changed(MachineState before) {
    try {
      return !before
          .disk()
          .differences(DiskState.of(site().machine(), MachineImage.get()))
          .isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anAgentThatIsKilledIsStartedAgainAndGoesOn() throws IOException {
    var before = state();
    var random = new Random(SEED + 1);
    for (int kill = 0; kill < 3; kill++) {
      site().lab().assign(PROFILE, false, wishes());
      site().agent().sync(false);
      Await.until("the first change", PATIENCE, () -> changed(before), site()::log);
      LockSupport.parkNanos(random.nextLong(TimeUnit.SECONDS.toNanos(1)));
      site().killAgent();
      site().sync();
      awaitAll("all settings in force after kill " + kill, false);
      assertRestored(before);
    }
  }
}
