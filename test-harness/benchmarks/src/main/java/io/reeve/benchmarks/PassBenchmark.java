package io.reeve.benchmarks;

import io.reeve.core.reconcile.Configuration.Change;
import io.reeve.core.reconcile.Reconciler;
import io.reeve.core.reconcile.Repair;
import io.reeve.policy.Authority;
import io.reeve.policy.Value;
import io.reeve.store.LocalStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A pass in which everything is right: merge, binding, reading, planning, the store.
@State(Scope.Benchmark)
public class PassBenchmark {
  /// How many settings are wanted.
  @Param({"25", "100", "500", "2000"})
  public int settings = 25;

  private final Path folder = temporary();
  private final LocalStore store = LocalStore.open(folder.resolve("reeve.db"), Clock.systemUTC());
  private final Reconciler reconciler =
      new Reconciler(Settings.catalog(), "linux", List.of(new Cells()), store, Clock.systemUTC());

  private static Path temporary() {
    try {
      return Files.createTempDirectory("reeve-jmh");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Everything is in force.
  @Setup
  public void apply() {
    var changes =
        IntStream.range(0, settings)
            .mapToObj(i -> new Change(Settings.uri(i), Value.of("192.0.2." + i % 250)))
            .toList();
    var _ = reconciler.apply(Authority.SERVICE, changes, false);
    if (!reconciler.sweep().isEmpty()) {
      throw new IllegalStateException("there is something to repair");
    }
  }

  @Benchmark
  public List<Repair> sweep() {
    return reconciler.sweep();
  }

  /// Nothing stays behind.
  @TearDown
  public void remove() throws IOException {
    store.close();
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
