package io.reeve.benchmarks;

import io.reeve.policy.Catalog;
import io.reeve.policy.Catalog.Match;
import io.reeve.policy.OmaUri;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The shipped catalogue: read at each start, asked for each command.
@State(Scope.Benchmark)
public class CatalogBenchmark {
  private static final String ADDRESS = "./Device/Vendor/Reeve/Hosts/host7.example";

  private final Catalog catalog = Catalog.load();

  @Benchmark
  public Catalog load() {
    return Catalog.load();
  }

  @Benchmark
  public Optional<Match> find() {
    return catalog.find(OmaUri.parse(ADDRESS));
  }
}
