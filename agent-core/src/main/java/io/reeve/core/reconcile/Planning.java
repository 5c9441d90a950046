package io.reeve.core.reconcile;

import io.reeve.core.reconcile.Preparation.Prepared;
import io.reeve.core.spi.Glance;
import io.reeve.policy.Address;
import io.reeve.policy.Catalog;
import io.reeve.policy.Observation;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Planner;
import io.reeve.store.JournalEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Looks at the machine and makes a pass ready. Writes nothing.
record Planning(Catalog catalog, Machine machine, Contention contention, Instant now) {

  /// @param settings what has to be planned; whatever shares a place with it is planned too
  /// @param holds the places we hold
  /// @param open what is not over yet
  Outlook outlook(Demands demands, Set<OmaUri> settings, List<JournalEntry> holds, Cut open) {
    var held = overlaid(holds, open);
    var scope = demands.together(settings, held.values());
    var cut = open.within(scope);
    var seen = look(demands.places(scope, held.values()));
    return new Outlook(demands, held, scope, cut, prepare(demands, held, scope, seen, cut));
  }

  private Prepared prepare(
      Demands demands,
      Map<Address, JournalEntry> held,
      Set<OmaUri> scope,
      Map<Address, Observation> seen,
      Cut cut) {
    var concerned = new LinkedHashMap<Address, Planner.Held>();
    held.forEach((address, entry) -> {
      if (seen.containsKey(address)) {
        concerned.put(address, Preparation.held(entry));
      }
    });
    var plan = Planner.plan(catalog, demands.of(scope), seen, concerned);
    return new Preparation(machine, held, seen, cut, contention, now).prepare(plan);
  }

  /// The holds, with what a cut-off pass was about to hold: those places may be ours already.
  private static Map<Address, JournalEntry> overlaid(List<JournalEntry> held, Cut cut) {
    var overlaid = new LinkedHashMap<Address, JournalEntry>();
    held.forEach(entry -> overlaid.put(entry.address(), entry));
    cut.intents()
        .forEach(
            (address, intent) -> intent.after().ifPresent(entry -> overlaid.put(address, entry)));
    return overlaid;
  }

  private Map<Address, Observation> look(Set<Address> places) {
    return Glance.during(() -> {
      var seen = new LinkedHashMap<Address, Observation>();
      places.forEach(place -> seen.put(place, machine.look(place)));
      return seen;
    });
  }
}
