package io.reeve.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// From what the places hold back to the setting's value.
///
/// @param holdings what each of the row's places holds that counts here, in the row's order
/// @param wanted the setting's value asked for now; the places do not all hold it
record Readback(Row row, Row.Home.In home, List<Holding> holdings, Optional<Value> wanted) {

  /// What a place holds.
  ///
  /// @param index the place's in the row
  record Holding(int index, Row.Spot spot, Value value) {

    /// Whether it is a place that is not as it always has to be.
    boolean isMissing() {
      return spot.isFixed()
          && spot.chain().getLast() instanceof Conversion.Constant(var always)
          && !always.sameAs(value);
    }
  }

  /// The places hold something, but none of the setting's values: as good as not set.
  private static final Observation NONE = new Observation.Seen(Value.absent());

  Observation setting() {
    if (holdings.stream().anyMatch(Holding::isMissing)) {
      return NONE;
    }
    var telling = holdings.stream().filter(holding -> !holding.spot().isFixed()).toList();
    return new Readback(row, home, telling, wanted).told();
  }

  private Observation told() {
    if (holdings.stream().allMatch(holding -> holding.value().isAbsent()) && !standsForNothing()) {
      return NONE;
    }
    if (home.compose().isPresent()) {
      return composed(home.compose().get());
    }
    if (holdings.stream().allMatch(Readback::isAdmxData)) {
      return admx();
    }
    return agreed();
  }

  /// Whether empty places are themselves a value of the setting: a `map` that leads to `null`, an
  /// `unless`.
  private boolean standsForNothing() {
    return holdings.stream()
        .anyMatch(holding ->
            backward(holding.spot().chain(), Value.absent()).stream()
                .anyMatch(value -> !value.isAbsent()));
  }

  private static boolean isAdmxData(Holding holding) {
    var chain = holding.spot().chain();
    return !chain.isEmpty() && chain.getFirst() instanceof Conversion.Admx(var id) && !id.isEmpty();
  }

  private static List<Value> backward(List<Conversion> chain, Value value) {
    var candidates = List.of(value);
    for (var step : chain.reversed()) {
      candidates = candidates.stream().flatMap(now -> step.backward(now).stream()).toList();
    }
    return candidates;
  }

  private Observation composed(Template compose) {
    var parts = new LinkedHashMap<String, String>();
    for (var holding : holdings) {
      var chain = holding.spot().chain();
      var rest = holding.spot().takesPart() ? chain.subList(1, chain.size()) : chain;
      var part = backward(rest, holding.value());
      if (part.isEmpty() || part.getFirst().isAbsent()) {
        return NONE;
      }
      parts.put(Integer.toString(holding.index()), part.getFirst().wire());
    }
    return seen(compose.fill(parts));
  }

  private Observation admx() {
    var data = new LinkedHashMap<String, String>();
    for (var holding : holdings) {
      var chain = holding.spot().chain();
      var part = backward(chain.subList(1, chain.size()), holding.value());
      if (part.isEmpty()) {
        return NONE;
      }
      if (chain.getFirst() instanceof Conversion.Admx(var id) && !part.getFirst().isAbsent()) {
        data.put(id, part.getFirst().wire());
      }
    }
    return seen(Xml.write(new Xml.Admx(true, data)));
  }

  /// Every place says which values of the setting it may stand for. One that all can stand for is
  /// it; otherwise the weakest speaks for all.
  private Observation agreed() {
    var candidates = new ArrayList<List<Value>>();
    for (var holding : holdings) {
      var values = backward(holding.spot().chain(), holding.value());
      if (values.isEmpty()) {
        return NONE;
      }
      candidates.add(values.stream().map(this::typed).toList());
    }
    return candidates.getFirst().stream()
        .filter(value -> candidates.stream().allMatch(values -> holds(values, value)))
        .findFirst()
        .<Observation>map(Observation.Seen::new)
        .orElseGet(() -> weakest(candidates.stream().map(List::getFirst).toList()));
  }

  private static boolean holds(List<Value> values, Value value) {
    return values.stream().anyMatch(value::sameAs);
  }

  private Observation weakest(List<Value> values) {
    if (values.stream().anyMatch(Value::isAbsent)) {
      return NONE;
    }
    return Merge.weakest(row.conflict(), values)
        .or(() -> wanted.flatMap(want -> values.stream().filter(v -> !v.sameAs(want)).findFirst()))
        .<Observation>map(Observation.Seen::new)
        .orElse(NONE);
  }

  private Observation seen(String wire) {
    return new Observation.Seen(typed(Value.of(wire)));
  }

  /// In the setting's format where it has that form, else as it stands.
  private Value typed(Value value) {
    return value.isAbsent() ? value : Wire.read(row.format(), value.wire()).orElse(value);
  }
}
