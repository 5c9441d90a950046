package io.reeve.policy;

import io.reeve.policy.Setting.Binding;
import io.reeve.policy.Setting.Places;
import io.reeve.policy.Setting.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One row at one address on one system: from the setting's value to its places.
///
/// @param os the system's name in rows
/// @param holes what the row's holes stand for
record Binder(Row row, String os, Map<String, String> holes) {

  private Row.Home home() {
    return row.on()
        .getOrDefault(os, new Row.Home.Nowhere("no row of the catalogue speaks of " + os));
  }

  Binding bind(Value value) {
    return switch (home()) {
      case Row.Home.Nowhere(var reason) -> new Binding.NotApplicable(reason);
      case Row.Home.In in -> bind(in.spots(), value);
    };
  }

  private Binding bind(List<Row.Spot> spots, Value value) {
    var targets = new ArrayList<Target>();
    for (var spot : spots) {
      if (spot.isForMembers()) {
        Members.of(value).forEach((name, member) -> targets.add(target(spot, name, member)));
        continue;
      }
      switch (convert(spot, value)) {
        case Conversion.Out.Got(var converted) ->
            targets.add(
                new Target(address(spot, Optional.of(converted)), converted, spot.optional()));
        case Conversion.Out.Cannot(var reason) -> {
          return new Binding.NotApplicable(os + " " + reason);
        }
      }
    }
    return new Binding.Bound(targets);
  }

  /// What a member of the value means.
  private Target target(Row.Spot spot, String name, Value member) {
    var filling = new HashMap<>(holes);
    filling.put(Row.Spot.MEMBER, name);
    return new Target(address(spot, filling), member, spot.optional());
  }

  private static Conversion.Out convert(Row.Spot spot, Value value) {
    Conversion.Out out = new Conversion.Out.Got(value);
    for (var step : spot.chain()) {
      if (out instanceof Conversion.Out.Got(var now) && !now.isAbsent()) {
        out = step.forward(now);
      }
    }
    return out;
  }

  private Address address(Row.Spot spot, Optional<Value> value) {
    var filling = new HashMap<>(holes);
    value.ifPresent(v -> filling.put("value", v.wire()));
    return address(spot, filling);
  }

  private static Address address(Row.Spot spot, Map<String, String> filling) {
    var parameters = new HashMap<String, String>();
    spot.parameters().forEach((name, template) -> parameters.put(name, template.fill(filling)));
    return new Address(spot.mechanism(), parameters);
  }

  Places places() {
    return switch (home()) {
      case Row.Home.Nowhere(var reason) -> new Places.NotApplicable(reason);
      case Row.Home.In in when in.spots().stream().anyMatch(Row.Spot::movesWithValue) ->
          new Places.NotApplicable("where it lives depends on the value, and none is wanted");
      case Row.Home.In in -> new Places.At(addresses(in.spots()));
    };
  }

  private List<Address> addresses(List<Row.Spot> spots) {
    return spots.stream().map(spot -> address(spot, Optional.empty())).toList();
  }

  Observation observed(Map<Address, Observation> seen, Optional<Value> wanted) {
    return switch (home()) {
      case Row.Home.Nowhere(var reason) -> new Observation.NotApplicable(reason);
      case Row.Home.In in -> observed(in, seen, wanted);
    };
  }

  private Observation observed(
      Row.Home.In in, Map<Address, Observation> seen, Optional<Value> wanted) {
    var asWanted = wanted.map(value -> bind(in.spots(), value));
    var addresses =
        asWanted.isPresent() && asWanted.get() instanceof Binding.Bound(var targets)
            ? targets.stream().map(Target::address).toList()
            : addresses(in.spots());
    var holdings = new ArrayList<Readback.Holding>();
    for (int i = 0; i < addresses.size(); i++) {
      var spot = in.spots().get(Math.min(i, in.spots().size() - 1));
      var found = seen.getOrDefault(addresses.get(i), new Observation.Unreadable("not looked at"));
      if (found instanceof Observation.Seen(var value)) {
        holdings.add(new Readback.Holding(i, spot, value));
      } else if (!spot.isIdle(found)) {
        return found;
      }
    }
    if (asWanted.isPresent() && asWanted.get() instanceof Binding.Bound(var targets)) {
      if (same(targets, holdings)) {
        return new Observation.Seen(wanted.get());
      }
      if (in.spots().getFirst().isForMembers()) {
        return new Observation.Seen(
            Members.join(wanted.get(), holdings.stream().map(Readback.Holding::value).toList()));
      }
    }
    return new Readback(row, in, holdings, wanted).setting();
  }

  private static boolean same(List<Target> targets, List<Readback.Holding> holdings) {
    return holdings.stream()
        .allMatch(holding -> targets.get(holding.index()).value().sameAs(holding.value()));
  }
}
