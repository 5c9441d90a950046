package io.reeve.benchmarks;

import io.reeve.store.History;
import io.reeve.store.LocalStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The ledger: one entry with its hashes, and a thousand of them verified.
@State(Scope.Benchmark)
public class LedgerBenchmark {
  private static final int ENTRIES = 1000;

  private final Path folder = temporary();
  private final LocalStore written = open("written.db");
  private final LocalStore verified = open("verified.db");

  private static Path temporary() {
    try {
      return Files.createTempDirectory("reeve-jmh");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private LocalStore open(String name) {
    return LocalStore.open(folder.resolve(name), Clock.systemUTC());
  }

  @Setup
  public void fill() {
    verified.transaction(() -> {
      for (int i = 0; i < ENTRIES; i++) {
        add(verified, i);
      }
    });
  }

  private static void add(LocalStore store, int number) {
    store
        .history()
        .add("setting.applied", "./Device/Vendor/Reeve/Bench/" + number, "is now 'value'");
  }

  /// With the transaction that keeps it.
  @Benchmark
  public void add() {
    written.transaction(() -> add(written, 1));
  }

  @Benchmark
  public History.Verification verifyThousand() {
    var verification = verified.history().verify();
    if (verification.trouble().isPresent()) {
      throw new IllegalStateException(verification.trouble().get());
    }
    return verification;
  }

  /// Nothing stays behind.
  @TearDown
  public void remove() throws IOException {
    written.close();
    verified.close();
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
