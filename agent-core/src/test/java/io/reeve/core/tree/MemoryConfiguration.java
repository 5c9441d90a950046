package io.reeve.core.tree;

import io.reeve.core.reconcile.Configuration;
import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.Observation;
import io.reeve.policy.OmaUri;
import io.reeve.policy.ProblemsException;
import io.reeve.policy.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Configuration in memory, over a small catalogue of its own: `Test/Count` (int, 0 to 9),
/// `Test/Gone` (this machine cannot hold it), `Test/Broken` (fails when written) and
/// `./Device/Vendor/Reeve/Test/Rules/{name}`.
public final class MemoryConfiguration implements Configuration {
  public static final String COUNT = "./Device/Vendor/MSFT/Policy/Config/Test/Count";
  public static final String GONE = "./Device/Vendor/MSFT/Policy/Config/Test/Gone";
  public static final String BROKEN = "./Device/Vendor/MSFT/Policy/Config/Test/Broken";
  public static final String RULES = "./Device/Vendor/Reeve/Test/Rules";

  public final Catalog catalog = catalog();
  public final Map<OmaUri, Value> service = new LinkedHashMap<>();
  public final Map<Authority, Set<String>> disowned = new EnumMap<>(Authority.class);

  /// One entry for each pass: its changes.
  public final List<List<String>> passes = new ArrayList<>();

  private static Catalog catalog() {
    var rows =
        String.join(
            ",",
            row("test.count", COUNT, "int", "\"allowed\": {\"range\": \"[0-9]\"},", "1", "11"),
            row("test.gone", GONE, "chr", "", "x", ""),
            row("test.broken", BROKEN, "chr", "", "x", ""),
            row("test.rule", RULES + "/{name}", "chr", "", "x", "")
                .replace("\"good\"", "\"holes\": {\"name\": \"a\"}, \"good\""));
    try {
      return Catalog.parse(Map.of("Test.json", "{\"settings\": [" + rows + "]}"));
    } catch (ProblemsException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  private static String row(
      String id, String uri, String format, String allowed, String good, String bad) {
    return """
    {"id": "%s", "uri": "%s", "format": "%s", %s "category": "test", "tier": 1,
     "sentence": "A test.",
     "on": {"linux": [{"mechanism": "memory", "parameters": {"key": "%s"}}],
            "macos": {"none": "x"}, "windows": {"none": "x"}},
     "examples": {"good": ["%s"], "bad": [%s]}}
    """
        .formatted(
            id,
            uri,
            format,
            allowed,
            uri.contains("{") ? "{name}" : id,
            good,
            bad.isEmpty() ? "" : "\"" + bad + "\"");
  }

  @Override
  public boolean knows(OmaUri uri) {
    return catalog.find(uri).isPresent();
  }

  @Override
  public Map<OmaUri, Value> wanted(Authority authority, OmaUri below) {
    var found = new LinkedHashMap<OmaUri, Value>();
    if (authority == Authority.SERVICE) {
      service.forEach((uri, value) -> {
        if (uri.isBelow(below)) {
          found.put(uri, value);
        }
      });
    }
    return found;
  }

  @Override
  public Observation seen(OmaUri uri) {
    if (uri.name().equals("Gone")) {
      return new Observation.NotApplicable("not here");
    }
    return new Observation.Seen(service.getOrDefault(uri, Value.absent()));
  }

  @Override
  public Set<String> disownedBy(Authority authority) {
    return disowned.getOrDefault(authority, Set.of());
  }

  @Override
  public Optional<String> disown(Authority authority, Set<String> workloads) {
    if (workloads.contains("stuck")) {
      return Optional.of("the store is full");
    }
    disowned.put(authority, workloads);
    return Optional.empty();
  }

  @Override
  public Pass apply(Authority authority, List<Change> changes, boolean atomic) {
    var before = Map.copyOf(service);
    passes.add(
        changes.stream().map(each -> each.uri().name() + "=" + each.value().wire()).toList());
    var outcomes = new ArrayList<Outcome>();
    boolean failed = false;
    for (var change : changes) {
      var outcome = failed ? new Outcome.NotExecuted() : outcome(change);
      if (atomic && outcome instanceof Outcome.Failed) {
        failed = true;
        outcomes.replaceAll(_ -> new Outcome.RolledBack());
        back(before);
      }
      outcomes.add(outcome);
    }
    return new Pass() {
      @Override
      public List<Outcome> outcomes() {
        return outcomes;
      }

      @Override
      public boolean undo() {
        back(before);
        return true;
      }
    };
  }

  private void back(Map<OmaUri, Value> before) {
    service.clear();
    service.putAll(before);
  }

  private Outcome outcome(Change change) {
    if (change.value().isAbsent()) {
      service.remove(change.uri());
      return new Outcome.Applied(true);
    }
    if (change.uri().name().equals("Broken")) {
      return new Outcome.Failed("told to");
    }
    service.put(change.uri(), change.value());
    return change.uri().name().equals("Gone")
        ? new Outcome.NotApplicable("not here")
        : new Outcome.Applied(true);
  }
}
