package io.reeve.harness.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.reconcile.Configuration.Change;
import io.reeve.core.reconcile.Reconciler;
import io.reeve.harness.Faults;
import io.reeve.harness.FileMechanism;
import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.OmaUri;
import io.reeve.policy.ProblemsException;
import io.reeve.policy.Value;
import io.reeve.store.LocalStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real process that ends without any tidying up, at a step of a pass over real files and a real
/// store; the next process finds everything as wanted or as before. Every step is covered in memory
/// by [CrashTest]; here the files, the database and the end are real.
final class KilledProcessTest {
  private static final int EXIT = 77;
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T08:09:10Z"), ZoneOffset.UTC);
  private static final OmaUri A = OmaUri.parse("./Device/Vendor/Reeve/Test/a");
  private static final OmaUri B = OmaUri.parse("./Device/Vendor/Reeve/Test/b");

  @TempDir Path folder;

  /// The process to be killed: sets both settings to the value given, and ends at that step.
  public static void main(String[] arguments) throws Exception {
    var folder = Path.of(arguments[0]);
    int step = Integer.parseInt(arguments[1]);
    boolean atomic = Boolean.parseBoolean(arguments[2]);
    var faults = new Faults(_ -> Runtime.getRuntime().halt(EXIT));
    try (var store = open(folder)) {
      var reconciler = reconciler(folder, store, faults);
      faults.crashAt(step);
      apply(reconciler, "new", atomic);
    }
  }

  private static LocalStore open(Path folder) {
    return LocalStore.open(folder.resolve("reeve.db"), CLOCK);
  }

  private static Reconciler reconciler(Path folder, LocalStore store, Faults faults)
      throws ProblemsException {
    var files = new FileMechanism("files", folder.resolve("etc"), faults);
    return new Reconciler(catalog(), "linux", List.of(files), store, CLOCK);
  }

  private static void apply(Reconciler reconciler, String value, boolean atomic) {
    reconciler.apply(
        Authority.SERVICE,
        List.of(new Change(A, Value.of(value)), new Change(B, Value.of(value))),
        atomic);
  }

  private static Catalog catalog() throws ProblemsException {
    return Catalog.parse(Map.of("Test.json", "{\"settings\":[" + row("a") + "," + row("b") + "]}"));
  }

  private static String row(String name) {
    return """
    {"id":"test.%1$s","uri":"./Device/Vendor/Reeve/Test/%1$s","format":"chr",
     "category":"test","tier":1,"sentence":"A test.",
     "on":{"linux":[{"mechanism":"files","parameters":{"file":"%1$s"}}],
           "windows":{"none":"a test"},"macos":{"none":"a test"}},
     "examples":{"good":["x"],"bad":[]}}\
    """
        .formatted(name);
  }

  @Test
  void theNextProcessFinishesWhatWasCutOff() throws Exception {
    for (int step : List.of(2, 5, 6, 8, 11)) {
      var files = killed(step, false);
      assertThat(files).as("cut at step %d", step).isIn("new new", "old old");
    }
  }

  @Test
  void theNextProcessUndoesAnAtomicPassThatWasCutOff() throws Exception {
    for (int step : List.of(2, 5, 6, 8, 11)) {
      assertThat(killed(step, true)).as("cut at step %d", step).isEqualTo("old old");
    }
  }

  private String killed(int step, boolean atomic) throws Exception {
    var state = Files.createDirectories(folder.resolve(step + "-" + atomic));
    try (var store = open(state)) {
      apply(reconciler(state, store, new Faults()), "old", false);
    }
    assertThat(run(state, step, atomic)).isEqualTo(EXIT);
    try (var store = open(state)) {
      var reconciler = reconciler(state, store, new Faults());
      reconciler.recover();
      assertThat(store.journal().unfinished()).isEmpty();
      return content(state, "a") + " " + content(state, "b");
    }
  }

  private static String content(Path state, String file) throws IOException {
    return Files.readString(state.resolve("etc").resolve(file));
  }

  private static int run(Path state, int step, boolean atomic) throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KilledProcessTest.class.getName(),
                state.toString(),
                Integer.toString(step),
                Boolean.toString(atomic))
            .redirectErrorStream(true)
            .redirectOutput(state.resolve("output").toFile())
            .start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aChangedFileIsPutRightWhenItIsTold() throws Exception {
    try (var store = open(folder)) {
      var reconciler = reconciler(folder, store, new Faults());
      apply(reconciler, "wanted", false);
      var file = folder.resolve("etc/a");
      assertThat(reconciler.files()).isEqualTo(Set.of(file, folder.resolve("etc/b")));
      Files.writeString(file, "tampered");
      assertThat(reconciler.check(Set.of(folder.resolve("etc/c")))).isEmpty();
      assertThat(reconciler.check(Set.of(file))).hasSize(1);
      assertThat(file).hasContent("wanted");
      assertThat(reconciler.check(Set.of(file))).isEmpty();
    }
  }
}
