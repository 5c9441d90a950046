package io.reeve.policy;

import io.reeve.policy.Plan.Step;
import io.reeve.policy.Planner.Demand;
import io.reeve.policy.Planner.Held;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The work of one [Planner#plan] call.
record PlanBuilder(Catalog catalog, Map<Address, Observation> seen, Map<Address, Held> held) {

  private static final Observation NOT_LOOKED_AT =
      new Observation.Unreadable("the place was not looked at");

  Plan plan(List<Demand> wanted) {
    var idle =
        wanted.stream().filter(this::isIdle).map(Demand::address).collect(Collectors.toSet());
    var byPlace =
        wanted.stream()
            .filter(demand -> !isIdle(demand))
            .sorted(Comparator.comparingInt(demand -> catalog.rank(demand.setting())))
            .collect(
                Collectors.groupingBy(Demand::address, LinkedHashMap::new, Collectors.toList()));
    var steps = new ArrayList<Step>();
    held.entrySet().stream()
        .filter(entry -> !byPlace.containsKey(entry.getKey()) && !idle.contains(entry.getKey()))
        .sorted(Comparator.comparingInt(entry -> -rank(entry.getValue())))
        .forEach(entry -> steps.add(giveBack(entry.getKey(), entry.getValue())));
    byPlace.forEach((address, demands) -> steps.add(fulfil(address, demands)));
    return new Plan(steps);
  }

  /// A demand that does not count, because this machine cannot hold its place.
  private boolean isIdle(Demand demand) {
    return demand.optional() && look(demand.address()) instanceof Observation.NotApplicable;
  }

  private int rank(Held hold) {
    return hold.settings().stream().mapToInt(catalog::rank).max().orElse(0);
  }

  private Observation look(Address address) {
    return seen.getOrDefault(address, NOT_LOOKED_AT);
  }

  private Step giveBack(Address address, Held hold) {
    return switch (look(address)) {
      case Observation.Seen(var value) -> giveBack(address, hold, value);
      case Observation.NotApplicable gone -> new Step.Skip(address, hold.settings(), gone);
      case Observation.Unreadable error -> new Step.Skip(address, hold.settings(), error);
    };
  }

  private static Step giveBack(Address address, Held hold, Value value) {
    if (hold.preexisting()) {
      return new Step.Leave(address, hold.settings(), "it was so before");
    }
    if (value.sameAs(hold.written())) {
      return new Step.Restore(address, hold.settings(), hold.before());
    }
    if (value.sameAs(hold.before())) {
      return new Step.Leave(address, hold.settings(), "it is again as it was before");
    }
    return new Step.Leave(address, hold.settings(), "changed by someone else since");
  }

  private Step fulfil(Address address, List<Demand> demands) {
    var settings = demands.stream().map(Demand::setting).distinct().toList();
    var value = demands.getFirst().value();
    if (!demands.stream().allMatch(demand -> demand.value().sameAs(value))) {
      return new Step.Conflict(address, settings, conflict(demands));
    }
    return switch (look(address)) {
      case Observation.Seen(var found) -> fulfil(address, settings, value, found);
      case Observation.NotApplicable gone -> new Step.Skip(address, settings, gone);
      case Observation.Unreadable error -> new Step.Skip(address, settings, error);
    };
  }

  private Step fulfil(Address address, List<OmaUri> settings, Value value, Value found) {
    var hold = held.get(address);
    if (found.sameAs(value)) {
      return new Step.Keep(address, settings, kept(hold, value, settings));
    }
    boolean drift = hold != null && !found.sameAs(hold.written());
    var before = hold == null ? found : hold.before();
    var after = new Held(before, value, false, settings);
    return new Step.Write(address, settings, value, found, drift, after);
  }

  /// Where we never wrote, what is there now counts as there before us.
  private static Held kept(@Nullable Held hold, Value value, List<OmaUri> settings) {
    return hold == null || hold.preexisting()
        ? new Held(value, value, true, settings)
        : new Held(hold.before(), value, false, settings);
  }

  private String conflict(List<Demand> demands) {
    return demands.stream()
        .map(demand ->
            demand.setting()
                + (demand.value().isAbsent()
                    ? " wants nothing there"
                    : " wants " + catalog.words(List.of(demand.setting()), demand.value())))
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
