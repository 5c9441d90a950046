package io.reeve.core.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.LocalStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What ends the machine for good: the service hears of each step before the next.
final class FarewellTest {
  private static final OmaUri WIPE = OmaUri.parse("./Device/Vendor/MSFT/RemoteWipe/doWipe");

  @TempDir private Path folder;
  private final List<String> happened = new ArrayList<>();
  private final Deque<Runnable> beside = new ArrayDeque<>();
  private final Deque<Runnable> untilTold = new ArrayDeque<>();
  private Optional<String> obstacle = Optional.empty();
  private String trouble = "";
  private LocalStore store;

  @BeforeEach
  void open() {
    store = LocalStore.open(folder.resolve("reeve.db"), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private final class Wipe implements RemoteAction {
    @Override
    public OmaUri uri() {
      return WIPE;
    }

    @Override
    public boolean isDestructive() {
      return true;
    }

    @Override
    public Optional<String> obstacle(Value argument) throws IOException {
      if (trouble.equals("looking")) {
        throw new IOException("the kernel does not tell");
      }
      return obstacle;
    }

    @Override
    public Result run(Value argument) {
      happened.add("run");
      return obstacle.isPresent()
          ? new Result.Refused(obstacle.get())
          : new Result.Parting(this::erase);
    }

    @Override
    public Result resume(Value argument) {
      happened.add("resumed " + (argument.isAbsent() ? "" : argument.wire()));
      return new Result.Parting(this::erase);
    }

    @Override
    public void finish() throws IOException {
      if (trouble.equals("going")) {
        throw new IOException("the kernel refuses");
      }
      happened.add("off");
    }

    private Result erase() throws IOException {
      if (trouble.equals("erasing")) {
        throw new IOException("the disk refuses");
      }
      happened.add("erased");
      return new Result.Done("all keys");
    }
  }

  private ActionRunner runner() {
    var aside =
        new Aside() {
          @Override
          public <T> void run(String thread, Callable<T> work, Consumer<T> end) {
            beside.add(() -> {
              try {
                end.accept(work.call());
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
          }

          @Override
          public void onceTold(Runnable then) {
            untilTold.add(then);
          }
        };
    var clock = Clock.systemUTC();
    var guard = FreeRunner.guard(store, clock);
    return new ActionRunner(store, guard, aside, () -> {}, () -> "boot", clock);
  }

  private List<String> told() {
    return store.outbox().pending(99).stream()
        .map(row -> row.data().replaceFirst(".*\"state\":\"([a-z]+)\".*", "$1"))
        .toList();
  }

  @Test
  void itIsErasedWhenItsBeginIsToldAndSwitchedOffWhenItsEndIs() {
    assertThat(runner().run("w", new Wipe(), Value.absent())).isEqualTo(new Run.Accepted());
    assertThat(told()).containsExactly("started");
    assertThat(happened).containsExactly("run");
    assertThat(beside).isEmpty();

    untilTold.remove().run();
    beside.remove().run();
    assertThat(told()).containsExactly("started", "done");
    assertThat(happened).containsExactly("run", "erased");
    assertThat(beside).isEmpty();

    untilTold.remove().run();
    beside.remove().run();
    assertThat(happened).containsExactly("run", "erased", "off");
    assertThat(runner().run("w", new Wipe(), Value.absent())).isEqualTo(new Run.Done("all keys"));
    assertThat(happened).hasSize(3);
  }

  @Test
  void aMachineWhoseKeysCouldNotBeErasedStaysOnAndSaysSo() {
    trouble = "erasing";
    var _ = runner().run("w", new Wipe(), Value.absent());
    untilTold.remove().run();
    beside.remove().run();
    assertThat(told()).containsExactly("started", "failed");
    assertThat(untilTold).isEmpty();
    assertThat(happened).containsExactly("run");
  }

  @Test
  void whatACrashCutOffIsBegunAgainAndNothingElseDestructiveMeanwhile() {
    var _ = runner().run("w", new Wipe(), Value.of("1"));
    untilTold.clear();

    var again = runner();
    again.recover();
    assertThat(again.run("v", new Wipe(), Value.absent())).isInstanceOf(Run.Refused.class);
    again.resume(uri -> uri.equals(WIPE.toString()) ? Optional.of(new Wipe()) : Optional.empty());
    untilTold.remove().run();
    beside.remove().run();
    assertThat(happened).containsExactly("run", "run", "erased");
    assertThat(told()).containsExactly("started", "started", "done");
  }

  private ActionRunner startAgain() {
    untilTold.clear();
    beside.clear();
    var again = runner();
    again.recover();
    again.resume(_ -> Optional.of(new Wipe()));
    return again;
  }

  @Test
  void aCrashBetweenTheEndOfTheWorkAndTheMachinesStillSwitchesItOffAndErasesNothingAgain() {
    var _ = runner().run("w", new Wipe(), Value.absent());
    untilTold.remove().run();
    beside.remove().run();
    assertThat(told()).containsExactly("started", "done");

    obstacle = Optional.of("there is no volume any more");
    var again = startAgain();
    assertThat(again.run("v", new Wipe(), Value.absent())).isInstanceOf(Run.Refused.class);
    untilTold.remove().run();
    beside.remove().run();
    assertThat(happened).containsExactly("run", "erased", "off");
    assertThat(again.run("w", new Wipe(), Value.absent())).isEqualTo(new Run.Done("all keys"));

    var _ = startAgain();
    assertThat(untilTold).isEmpty();
    assertThat(happened).hasSize(3);
  }

  @Test
  void workThatHadBegunGoesOnWhateverStoodInItsWayNow() {
    var _ = runner().run("w", new Wipe(), Value.of("1"));
    untilTold.remove().run();

    obstacle = Optional.of("a disk was mounted meanwhile");
    var _ = startAgain();
    untilTold.remove().run();
    beside.remove().run();
    assertThat(happened).containsExactly("run", "resumed 1", "erased");
    assertThat(told()).containsExactly("started", "started", "done");
  }

  @Test
  void aMachineThatDoesNotGoIsToldAsFailed() {
    trouble = "going";
    var _ = runner().run("w", new Wipe(), Value.absent());
    untilTold.remove().run();
    beside.remove().run();
    untilTold.remove().run();
    beside.remove().run();
    assertThat(told()).containsExactly("started", "done", "failed");
  }

  @Test
  void aVersionWithoutTheActionSaysSo() {
    var _ = runner().run("w", new Wipe(), Value.absent());
    var again = runner();
    again.recover();
    again.resume(_ -> Optional.empty());
    assertThat(told()).containsExactly("started", "failed");
  }

  @Test
  void whatCannotBeDoneIsRefusedAtOnce() {
    obstacle = Optional.of("the disk is not encrypted");
    assertThat(runner().run("w", new Wipe(), Value.absent()))
        .isEqualTo(new Run.Refused("the disk is not encrypted"));
    trouble = "looking";
    assertThat(runner().run("v", new Wipe(), Value.absent()))
        .isEqualTo(new Run.Failed("the kernel does not tell"));
    assertThat(happened).isEmpty();
    assertThat(told()).isEmpty();
  }
}
