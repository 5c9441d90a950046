package io.reeve.core.compliance;

import io.reeve.core.inventory.Inventory;
import io.reeve.policy.Compliance.Evidence;
import io.reeve.policy.CompliancePolicy;
import io.reeve.policy.CompliancePolicy.Check;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// One judgement under way: the settings have been looked at, the queries are still to be asked.
public final class Gathering {
  static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int SAMPLE_ROWS = 3;
  private static final int SAMPLE_CHARACTERS = 300;

  private final int generation;
  private final CompliancePolicy policy;
  private final Map<String, Evidence> settings;
  private final Inventory inventory;
  private final LongSupplier nanos;

  Gathering(
      int generation,
      CompliancePolicy policy,
      Map<String, Evidence> settings,
      Inventory inventory,
      LongSupplier nanos) {
    this.generation = generation;
    this.policy = policy;
    this.settings = Map.copyOf(settings);
    this.inventory = inventory;
    this.nanos = nanos;
  }

  /// Asks the queries. Takes as long as the tables take, a minute at most after which the rest of
  /// the rules cannot be judged: call it off the loop. Safe from any thread.
  public Found gather() {
    var evidence = new LinkedHashMap<String, Evidence>(settings);
    long start = nanos.getAsLong();
    for (var rule : policy.rules()) {
      if (rule.check() instanceof Check.OfQuery(var sql)) {
        boolean late = nanos.getAsLong() - start > LIMIT.toNanos();
        evidence.put(
            rule.id(),
            late
                ? new Evidence.Failed(
                    "the " + LIMIT.toSeconds() + " s for all queries together were used up")
                : evidence(inventory.query(sql)));
      }
    }
    return new Found(generation, evidence);
  }

  /// What was found, on its way back to [ComplianceKeeper#finish].
  public static final class Found {
    private final int generation;
    private final Map<String, Evidence> evidence;

    private Found(int generation, Map<String, Evidence> evidence) {
      this.generation = generation;
      this.evidence = evidence;
    }

    int generation() {
      return generation;
    }

    Map<String, Evidence> evidence() {
      return evidence;
    }
  }

  private static Evidence evidence(Inventory.Answer answer) {
    return answer
        .error()
        .<Evidence>map(Evidence.Failed::new)
        .orElseGet(() -> new Evidence.OfQuery(answer.rows().size(), sample(answer.rows())));
  }

  /// The first rows in words: `name=bash version=5.2; name=zsh`.
  static String sample(List<Map<String, Object>> rows) {
    var text =
        rows.stream()
            .limit(SAMPLE_ROWS)
            .map(row ->
                row.entrySet().stream()
                    .map(cell -> cell.getKey() + "=" + cell.getValue())
                    .collect(Collectors.joining(" ")))
            .collect(Collectors.joining("; "));
    return text.length() <= SAMPLE_CHARACTERS
        ? text
        : text.substring(0, SAMPLE_CHARACTERS - 3) + "...";
  }
}
