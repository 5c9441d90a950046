package io.reeve.policy;

import java.util.List;
import java.util.Map;

/// Decides what to do to the machine: wanted and seen and held in, a [Plan] out. It does no I/O.
public final class Planner {
  private Planner() {}

  /// One setting's demand on one place.
  ///
  /// @param setting the setting's address, as [Catalog.Match#uri] spells it
  /// @param address the place
  /// @param value what is wanted there; [Value.Absent] when the place is to be empty
  /// @param optional whether it counts only where the machine can hold the place
  public record Demand(OmaUri setting, Address address, Value value, boolean optional) {
    /// A demand that always counts.
    public Demand(OmaUri setting, Address address, Value value) {
      this(setting, address, value, false);
    }
  }

  /// What the journal knows of a place we hold.
  ///
  /// @param before the value there before us
  /// @param written the value we wrote last, or found there already and asked for
  /// @param preexisting whether we never wrote, because the wanted value was there already: it is
  ///   never taken away
  /// @param settings the settings it is held for
  public record Held(Value before, Value written, boolean preexisting, List<OmaUri> settings) {
    public Held {
      settings = List.copyOf(settings);
    }
  }

  /// Makes the plan. Places in `held` that nobody in `wanted` demands are given back. So to plan
  /// only some settings, pass only their holds.
  ///
  /// @param catalog gives the order: a setting comes after those its row names in `after`
  /// @param wanted every demand of the settings concerned
  /// @param seen what was found at each place of `wanted` and `held`
  /// @param held what the journal says of each place we hold
  public static Plan plan(
      Catalog catalog,
      List<Demand> wanted,
      Map<Address, Observation> seen,
      Map<Address, Held> held) {
    return new PlanBuilder(catalog, seen, held).plan(wanted);
  }
}
