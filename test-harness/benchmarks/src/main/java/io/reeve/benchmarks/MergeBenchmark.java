package io.reeve.benchmarks;

import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.DesiredState;
import io.reeve.policy.DesiredState.Effective;
import io.reeve.policy.DesiredState.Entry;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What two authorities want, merged by each setting's rule.
@State(Scope.Benchmark)
public class MergeBenchmark {
  /// How many settings each wants.
  @Param({"100", "2000"})
  public int settings = 100;

  private final Catalog catalog = Settings.catalog();
  private DesiredState wanted = DesiredState.empty();

  @Setup
  public void want() {
    for (var authority : new Authority[] {Authority.SERVICE, Authority.LOCAL}) {
      var entries = new HashMap<OmaUri, Entry>();
      for (int i = 0; i < settings; i++) {
        entries.put(Settings.uri(i), new Entry(Value.of("v" + i), i + 1, Instant.EPOCH));
      }
      wanted = wanted.with(authority, entries);
    }
  }

  @Benchmark
  public Map<OmaUri, Effective> effective() {
    return wanted.effective(catalog);
  }
}
