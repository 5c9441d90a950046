package io.reeve.policy;

import io.reeve.policy.Planner.Demand;
import io.reeve.policy.Planner.Held;
import java.util.List;
import java.util.Map;

/// The work of one [Planner#plan] call.
record PlanBuilder(Catalog catalog, Map<Address, Observation> seen, Map<Address, Held> held) {

  Plan plan(List<Demand> wanted) {
    return Unbuilt.yet();
  }
}
