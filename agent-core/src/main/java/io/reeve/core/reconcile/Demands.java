package io.reeve.core.reconcile;

import io.reeve.policy.Address;
import io.reeve.policy.Catalog;
import io.reeve.policy.DesiredState;
import io.reeve.policy.DesiredState.Effective;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Planner.Demand;
import io.reeve.policy.Setting.Binding;
import io.reeve.policy.Setting.Target;
import io.reeve.policy.Value;
import io.reeve.store.JournalEntry;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the desired state means for the places of this system: each setting somebody with a say
/// wants, and where it lives.
final class Demands {
  private final Map<OmaUri, Effective> effective;
  private final Map<OmaUri, Wanted> settings = new LinkedHashMap<>();

  Demands(Catalog catalog, String os, DesiredState desired) {
    effective = desired.effective(catalog);
    effective.forEach((uri, effective) ->
        effective
            .value()
            .filter(_ -> !effective.match().setting().readOnly())
            .ifPresent(value ->
                settings.put(uri, new Wanted(effective, effective.match().bind(os, value)))));
  }

  /// A setting somebody wants.
  record Wanted(Effective effective, Binding binding) {
    List<Target> targets() {
      return switch (binding) {
        case Binding.Bound(var targets) -> targets;
        case Binding.NotApplicable _ -> List.of();
      };
    }

    /// Why this system cannot hold it, if so.
    Optional<String> notApplicable() {
      return switch (binding) {
        case Binding.Bound _ -> Optional.empty();
        case Binding.NotApplicable(var reason) -> Optional.of(reason);
      };
    }
  }

  /// Every setting somebody asks for, with a say or without.
  Map<OmaUri, Effective> effective() {
    return effective;
  }

  Map<OmaUri, Wanted> settings() {
    return settings;
  }

  /// The value wanted of a setting; empty when nobody with a say wants one.
  Optional<Value> value(OmaUri uri) {
    return Optional.ofNullable(settings.get(uri)).flatMap(wanted -> wanted.effective().value());
  }

  /// The demands of these settings.
  List<Demand> of(Set<OmaUri> uris) {
    return settings.entrySet().stream()
        .filter(setting -> uris.contains(setting.getKey()))
        .flatMap(setting ->
            setting.getValue().targets().stream()
                .map(target ->
                    new Demand(
                        setting.getKey(), target.address(), target.value(), target.optional())))
        .toList();
  }

  /// These settings and all that share a place with one of them, now or by what is held: only
  /// together can they be planned.
  Set<OmaUri> together(Set<OmaUri> uris, Collection<JournalEntry> held) {
    var together = new LinkedHashSet<>(uris);
    int before;
    do {
      before = together.size();
      var places = places(together, held);
      settings.forEach((uri, wanted) -> {
        if (wanted.targets().stream().anyMatch(target -> places.contains(target.address()))) {
          together.add(uri);
        }
      });
      held.stream()
          .filter(entry -> places.contains(entry.address()))
          .forEach(entry -> together.addAll(entry.settings()));
    } while (together.size() > before);
    return together;
  }

  /// Every place these settings want or are held for.
  Set<Address> places(Set<OmaUri> uris, Collection<JournalEntry> held) {
    var places = new HashSet<Address>();
    of(uris).forEach(demand -> places.add(demand.address()));
    held.stream()
        .filter(entry -> entry.settings().stream().anyMatch(uris::contains))
        .forEach(entry -> places.add(entry.address()));
    return places;
  }
}
