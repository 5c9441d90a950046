package io.reeve.harness.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reeve.core.files.Settler;
import io.reeve.core.files.WholeFileMechanism;
import io.reeve.core.reconcile.Configuration.Change;
import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.core.reconcile.Reconciler;
import io.reeve.core.spi.FileAttributes;
import io.reeve.core.spi.Host;
import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.OmaUri;
import io.reeve.policy.ProblemsException;
import io.reeve.policy.Value;
import io.reeve.store.LocalStore;
import io.reeve.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A disk that fails for real: the calls of the C library by which SQLite and Java write are made
/// to fail, one after the other, by libfiu. Whatever fails, what was answered as done is done and
/// stays, everything else is as before, and the next pass makes it as wanted.
final class FailingDiskTest {
  private static final Path LIBRARY = Path.of("/usr/lib/fiu/fiu_posix_preload.so");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T08:09:10Z"), ZoneOffset.UTC);
  private static final List<String> NAMES = List.of("a", "b");

  @TempDir Path folder;

  /// A process with a failing disk: it goes through a pass again and again, each time with a later
  /// call failing, until none is left.
  public static void main(String[] arguments) throws Throwable {
    var folder = Path.of(arguments[0]);
    var disk = new FailingDisk(Integer.parseInt(arguments[1]), Boolean.parseBoolean(arguments[2]));
    boolean atomic = Boolean.parseBoolean(arguments[3]);
    int call = 0;
    do {
      call++;
      new Attempt(Files.createDirectory(folder.resolve("call-" + call)), disk, atomic).make(call);
    } while (disk.hasFailed());
    assertThat(call).as("calls that can fail").isGreaterThan(10);
  }

  /// One pass on a machine of its own.
  private record Attempt(Path folder, FailingDisk disk, boolean atomic) {
    void make(int call) throws Exception {
      Files.createDirectories(folder.resolve("etc"));
      Files.writeString(folder.resolve("etc/a"), "before\n");
      List<Outcome> outcomes = List.of();
      boolean ended = false;
      var store = open();
      try {
        var reconciler = reconciler(store);
        apply(reconciler, "old", false);
        disk.failAt(call);
        outcomes = apply(reconciler, "new", atomic);
      } catch (StoreException e) {
        ended = true;
      } finally {
        disk.heal();
      }
      if (!ended) {
        told(outcomes, call);
      }
      store.close();
      carriedOn(outcomes, call);
    }

    /// The answer is true.
    private void told(List<Outcome> outcomes, int call) throws IOException {
      for (int i = 0; i < outcomes.size(); i++) {
        boolean done = outcomes.get(i) instanceof Outcome.Applied;
        assertThat(content(NAMES.get(i)))
            .as("call %d: %s is answered %s", call, NAMES.get(i), outcomes.get(i))
            .isEqualTo(done ? "new\n" : "old\n");
      }
    }

    /// The next process has what was answered as done, and everything it wants.
    private void carriedOn(List<Outcome> outcomes, int call) throws Exception {
      try (var store = open()) {
        var reconciler = reconciler(store);
        var _ = reconciler.recover();
        assertThat(store.journal().unfinished()).isEmpty();
        if (atomic) {
          assertThat(content("a")).as("call %d: all or nothing", call).isEqualTo(content("b"));
        }
        reconciler.sweep();
        var wanted = reconciler.wanted(Authority.SERVICE, OmaUri.parse("."));
        for (int i = 0; i < NAMES.size(); i++) {
          var value = Objects.requireNonNull(wanted.get(uri(NAMES.get(i)))).wire();
          if (!outcomes.isEmpty() && outcomes.get(i) instanceof Outcome.Applied) {
            assertThat(value).as("call %d: what was answered is kept", call).isEqualTo("new");
          }
          assertThat(content(NAMES.get(i)))
              .as("call %d: %s", call, NAMES.get(i))
              .isEqualTo(value + "\n");
        }
        assertThat(reconciler.withdraw(Authority.SERVICE).left()).isEmpty();
      }
      assertThat(content("a")).as("call %d: the way back", call).isEqualTo("before\n");
      try (var left = Files.list(folder.resolve("etc"))) {
        assertThat(left).as("call %d: nothing is left behind", call).hasSize(1);
      }
    }

    private String content(String file) throws IOException {
      return Files.readString(folder.resolve("etc").resolve(file));
    }

    private LocalStore open() {
      return LocalStore.open(folder.resolve("reeve.db"), CLOCK);
    }

    private Reconciler reconciler(LocalStore store) throws ProblemsException {
      var host =
          new Host(
              folder,
              (program, _) -> {
                throw new IOException("no program here: " + program);
              },
              FileAttributes.none(),
              CLOCK);
      var files = new WholeFileMechanism(host, Settler.nothing());
      return new Reconciler(catalog(), "linux", List.of(files), store, CLOCK);
    }
  }

  private static List<Outcome> apply(Reconciler reconciler, String value, boolean atomic) {
    var changes = NAMES.stream().map(name -> new Change(uri(name), Value.of(value))).toList();
    return reconciler.apply(Authority.SERVICE, changes, atomic).outcomes();
  }

  private static OmaUri uri(String name) {
    return OmaUri.parse("./Device/Vendor/Reeve/Test/" + name);
  }

  private static Catalog catalog() throws ProblemsException {
    return Catalog.parse(Map.of("Test.json", "{\"settings\":[" + row("a") + "," + row("b") + "]}"));
  }

  private static String row(String name) {
    return """
    {"id":"test.%1$s","uri":"./Device/Vendor/Reeve/Test/%1$s","format":"chr",
     "category":"test","tier":1,"sentence":"A test.",
     "on":{"linux":[{"mechanism":"file","parameters":{"file":"/etc/%1$s"}}],
           "windows":{"none":"a test"},"macos":{"none":"a test"}},
     "examples":{"good":["x"],"bad":[]}}\
    """
        .formatted(name);
  }

  /// ENOSPC is 28 and EIO 5, here as everywhere on Linux.
  @ParameterizedTest(name = "errno {0}, for good: {1}, atomic: {2}")
  @CsvSource({"28, true, false", "28, true, true", "5, false, false", "5, false, true"})
  void whateverWriteFailsTheTruthIsKept(int errno, boolean forGood, boolean atomic)
      throws Exception {
    assumeTrue(Files.exists(LIBRARY), "libfiu is not installed (package fiu-utils)");
    var disk = List.of(Integer.toString(errno), "" + forGood, "" + atomic);
    assertThat(ends(disk, "first") || ends(disk, "second") || ends(disk, "third"))
        .as("it ends")
        .isTrue();
  }

  /// libfiu asks the JVM from whichever thread writes, and when that is one of the JVM's own the
  /// process stands still, once in some hundred. What stands still because of us does so again.
  ///
  /// @return whether it ended, and well
  private boolean ends(List<String> disk, String attempt) throws Exception {
    var output = folder.resolve("output-" + attempt);
    var machines = Files.createDirectory(folder.resolve("machines-" + attempt));
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                FailingDiskTest.class.getName(),
                machines.toString()));
    command.addAll(disk);
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("LD_PRELOAD", LIBRARY.toString());
    var process = builder.start();
    try {
      if (standsStill(process, machines)) {
        return false;
      }
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
      return true;
    } finally {
      process.destroyForcibly();
    }
  }

  /// Waits for its end, for as long as it comes to another call each minute.
  private static boolean standsStill(Process process, Path machines) throws Exception {
    int before = -1;
    while (!process.waitFor(60, TimeUnit.SECONDS)) {
      int now = calls(machines);
      if (now == before) {
        return true;
      }
      before = now;
    }
    return false;
  }

  private static int calls(Path machines) throws IOException {
    try (var all = Files.list(machines)) {
      return (int) all.count();
    }
  }
}
