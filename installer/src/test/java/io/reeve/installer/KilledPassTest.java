package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.reconcile.SettingStatus;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.harness.FileState;
import io.reeve.harness.demo.Scenery;
import io.reeve.installer.ScratchMachine.Work;
import io.reeve.policy.Address;
import io.reeve.policy.Authority;
import io.reeve.policy.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at random moments of apply, Atomic, removal, repair and the store's commits, with
/// Linux's own mechanisms, the demonstration's profile and a real store. A moment is a step of the
/// pass chosen by chance, and a little later. The seed is told with every failure;
/// `-Dreeve.kills.seed=N` and `-Dreeve.kills=N` give other moments and more of them.
@EnabledOnOs(OS.LINUX)
final class KilledPassTest {
  private static final long SEED = Long.getLong("reeve.kills.seed", 20261122);
  private static final int KILLS = Integer.getInteger("reeve.kills", 300);
  private static final long LONGEST_LATER = TimeUnit.MICROSECONDS.toNanos(3000);
  private static final int READY_AHEAD = 2;

  @TempDir Path folder;
  private final Random random = new Random(SEED);
  private final Queue<Victim> ready = new ArrayDeque<>();
  private final Set<FileState> whole = new HashSet<>();
  private final Map<Work, Integer> steps = new EnumMap<>(Work.class);
  private final Map<Work, Integer> cut = new EnumMap<>(Work.class);

  @AfterEach
  void end() {
    ready.forEach(Victim::kill);
  }

  @Test
  void whereverItDiesEverySettingIsAsWantedOrAsBeforeAndTheJournalTellsWhich() throws Exception {
    var root = Files.createDirectories(folder.resolve("root"));
    Files.createDirectories(folder.resolve("agent"));
    Scenery.build(root);
    var before = rehearse(Work.APPLY);
    var after = files();
    assertThat(rehearse(Work.REMOVE)).isEqualTo(after);
    assertThat(files()).as("restored exactly").isEqualTo(before);
    rehearse(Work.APPLY_ATOMIC);
    tamper(before, after);
    rehearse(Work.REPAIR);
    rehearse(Work.REMOVE_ATOMIC);
    boolean applied = false;
    for (int kill = 0; kill < KILLS; kill++) {
      var work = next(applied);
      var when = "seed %d, kill %d: %s".formatted(SEED, kill, work);
      if (work == Work.REPAIR) {
        tamper(before, after);
      }
      var found = files();
      die(work);
      assertWhole(when);
      recover(when, found, before, after);
      applied = files().equals(after);
    }
    assertThat(cut).as("every kind of work was cut off").hasSize(Work.values().length);
  }

  private Work next(boolean applied) {
    return applied
        ? List.of(Work.REMOVE, Work.REMOVE_ATOMIC, Work.REPAIR).get(random.nextInt(3))
        : List.of(Work.APPLY, Work.APPLY_ATOMIC).get(random.nextInt(2));
  }

  private List<FileState> files() throws IOException {
    return FileState.below(folder.resolve("root")).stream().map(FileState::untimed).toList();
  }

  /// Does the work undisturbed, to learn its steps and what files look like between them.
  ///
  /// @return the files before it
  private List<FileState> rehearse(Work work) throws IOException {
    var found = files();
    var count = new int[1];
    Step learn =
        () -> {
          count[0]++;
          whole.addAll(files());
        };
    try (var machine =
        new ScratchMachine(
            folder.resolve("root"), folder.resolve("agent"), each -> new Stepped(each, learn))) {
      machine.work(work);
    }
    whole.addAll(files());
    steps.put(work, count[0]);
    return found;
  }

  /// Somebody else takes away a file that is ours alone while the profile is applied.
  private void tamper(List<FileState> before, List<FileState> after) throws IOException {
    var others = before.stream().map(FileState::path).toList();
    var ours =
        after.stream()
            .filter(file -> !others.contains(file.path()) && !file.content().isEmpty())
            .toList();
    Files.delete(folder.resolve("root").resolve(ours.get(random.nextInt(ours.size())).path()));
    whole.addAll(files());
  }

  private void die(Work work) throws Exception {
    while (ready.size() < READY_AHEAD) {
      ready.add(new Victim(folder));
    }
    var victim = ready.remove();
    int step = random.nextInt(steps.getOrDefault(work, 0) + 2);
    victim.order(work, step);
    if (victim.reaches()) {
      long later = random.nextLong(LONGEST_LATER);
      long begun = System.nanoTime();
      while (System.nanoTime() - begun < later) {
        Thread.onSpinWait();
      }
    }
    victim.kill();
    ready.add(new Victim(folder));
  }

  /// What the crash left: no file is between two states.
  private void assertWhole(String when) throws IOException {
    assertThat(files())
        .as(when)
        .filteredOn(file -> !file.path().contains(".reeve-new"))
        .isSubsetOf(whole);
  }

  private void recover(
      String when, List<FileState> found, List<FileState> before, List<FileState> after)
      throws IOException {
    try (var machine = new ScratchMachine(folder)) {
      if (!machine.store.journal().unfinished().isEmpty()) {
        cut.merge(Work.valueOf(when.substring(when.lastIndexOf(' ') + 1)), 1, Integer::sum);
      }
      machine.reconciler.recover();
      var now = files();
      if (!now.equals(found) && !now.equals(before) && !now.equals(after)) {
        assertThat(now)
            .as(when + ", neither wanted nor before")
            .isEqualTo(nearest(now, before, after));
      }
      var wanted = machine.store.desired().load().of(Authority.SERVICE);
      var states = machine.reconciler.settings();
      assertThat(machine.store.journal().unfinished()).as(when).isEmpty();
      if (files().equals(before)) {
        assertThat(wanted).as(when).isEmpty();
        assertThat(machine.store.journal().held()).as(when).isEmpty();
      } else {
        assertThat(wanted).as(when).hasSize(ScratchMachine.profile().size());
        assertThat(machine.store.journal().held()).as(when).isNotEmpty();
        if (files().equals(after)) {
          assertThat(states)
              .as(when)
              .extracting(SettingStatus::state)
              .containsOnly(SettingStatus.State.APPLIED, SettingStatus.State.NOT_APPLICABLE);
        } else {
          machine.work(Work.REPAIR);
          assertThat(files()).as(when).isEqualTo(after);
        }
      }
    }
  }

  private static List<FileState> nearest(
      List<FileState> now, List<FileState> before, List<FileState> after) {
    return now.stream().filter(before::contains).count()
            > now.stream().filter(after::contains).count()
        ? before
        : after;
  }

  @FunctionalInterface
  private interface Step {
    void taken() throws IOException;
  }

  /// A mechanism that tells of each step before and after it.
  private record Stepped(Mechanism real, Step step) implements Mechanism {
    @Override
    public String name() {
      return real.name();
    }

    @Override
    public Point bind(Address address) throws NotApplicableException {
      return new SteppedPoint(real.bind(address), step);
    }

    @Override
    public void settle(List<Address> written) throws IOException {
      step.taken();
      real.settle(written);
      step.taken();
    }
  }

  private record SteppedPoint(Mechanism.Point real, Step step) implements Mechanism.Point {
    @Override
    public Value read() throws IOException {
      return real.read();
    }

    @Override
    public void write(Value value) throws IOException {
      step.taken();
      real.write(value);
      step.taken();
    }

    @Override
    public Mechanism.Snapshot capture() throws IOException {
      step.taken();
      return real.capture();
    }

    @Override
    public void restore(Mechanism.Snapshot before) throws IOException {
      step.taken();
      real.restore(before);
      step.taken();
    }

    @Override
    public Set<Path> files() {
      return real.files();
    }
  }

  /// A process that waits for its work, tells when it has come to a step, and goes on until it is
  /// killed.
  private static final class Victim {
    private final Process process;
    private final BufferedReader told;

    Victim(Path folder) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Xshare:auto",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledPassTest.class.getName(),
                  folder.toString())
              .redirectError(folder.resolve("victims.log").toFile())
              .start();
      told =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    void order(Work work, int step) throws IOException {
      process.getOutputStream().write((work + " " + step + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    }

    /// Whether it came to its step before its work was over.
    boolean reaches() throws IOException {
      return "reached".equals(told.readLine());
    }

    void kill() {
      process.destroyForcibly().onExit().join();
    }
  }

  /// The process to be killed.
  public static void main(String[] arguments) throws IOException {
    var folder = Path.of(arguments[0]);
    assertThat(ScratchMachine.profile()).isNotEmpty();
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var order = in.readLine();
    if (order == null) {
      return;
    }
    int at = Integer.parseInt(order.substring(order.indexOf(' ') + 1));
    var count = new int[1];
    Step step =
        () -> {
          if (count[0]++ == at) {
            System.out.println("reached");
            System.out.flush();
          }
        };
    try (var machine =
        new ScratchMachine(
            folder.resolve("root"), folder.resolve("agent"), each -> new Stepped(each, step))) {
      machine.work(Work.valueOf(order.substring(0, order.indexOf(' '))));
    }
    System.out.println("over");
    System.out.flush();
    in.readLine();
  }
}
