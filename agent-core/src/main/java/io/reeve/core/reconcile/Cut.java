package io.reeve.core.reconcile;

import io.reeve.policy.Address;
import io.reeve.policy.OmaUri;
import io.reeve.store.Intent;
import io.reeve.store.Journal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What crashes cut off, and what goes on after its pass: each place of it may hold either what was
/// there or what was to be.
///
/// @param passes the passes that did not end
record Cut(List<Journal.Pass> passes) {
  /// The writes neither done nor undone, by place; the oldest for a place, because only its way
  /// back leads to before the crash.
  Map<Address, Intent> intents() {
    var intents = new LinkedHashMap<Address, Intent>();
    for (var pass : passes) {
      pass.intents().forEach(intent -> intents.putIfAbsent(intent.address(), intent));
    }
    return intents;
  }

  /// The passes that concern one of these settings, and those with nothing left to do.
  Cut within(Set<OmaUri> scope) {
    return new Cut(
        passes.stream()
            .filter(pass ->
                pass.intents().isEmpty()
                    || pass.intents().stream()
                        .anyMatch(intent -> intent.settings().stream().anyMatch(scope::contains)))
            .toList());
  }

  Optional<Intent> at(Address address) {
    return Optional.ofNullable(intents().get(address));
  }

  /// The settings it concerns.
  Set<OmaUri> settings() {
    var settings = new LinkedHashSet<OmaUri>();
    for (var pass : passes) {
      pass.intents().forEach(intent -> settings.addAll(intent.settings()));
      pass.desiredBefore().forEach(before -> settings.add(before.uri()));
    }
    return settings;
  }

  /// The writes that cannot be finished now because their settings are refused: they have to be put
  /// back.
  List<Intent> given(Set<OmaUri> refused) {
    return intents().values().stream()
        .filter(intent -> refused.containsAll(intent.settings()))
        .toList();
  }
}
