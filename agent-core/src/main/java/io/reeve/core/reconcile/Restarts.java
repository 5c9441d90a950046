package io.reeve.core.reconcile;

import io.reeve.policy.Address;
import io.reeve.policy.Catalog;
import io.reeve.policy.Observation;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.LocalStore;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Settings that take effect only with a restart of the machine, and were changed since the last
/// one. The value there at the boot is remembered, so that whoever changes it back needs none.
final class Restarts {
  private static final String NOTE = "restart/";

  private final Catalog catalog;
  private final LocalStore store;
  private final Set<Address> right = new HashSet<>();
  private Optional<String> boot = Optional.empty();

  Restarts(Catalog catalog, LocalStore store) {
    this.catalog = catalog;
    this.store = store;
  }

  /// Tells the running boot from any other; what was changed before it is in effect now.
  void bootedAs(String id) {
    boot = Optional.of(id);
    store.transaction(() ->
        store
            .notes()
            .startingWith(NOTE)
            .forEach((name, note) -> {
              if (!note.startsWith(id + "\n")) {
                store.notes().remove(name);
              }
            }));
  }

  /// Remembers what a pass changed. In the transaction that concludes it.
  void remember(Ran ran) {
    for (var move : ran.finished()) {
      if (isSinceTheBoot(move)) {
        continue;
      }
      for (var uri : move.settings()) {
        if (catalog.find(uri).filter(match -> match.setting().reboot()).isPresent()) {
          remember(uri, move.address(), move.intent().previous().value());
        }
      }
    }
    right.addAll(ran.prepared().agreed());
  }

  /// What was as wanted in this boot, changed by somebody else and put right is as it was.
  private boolean isSinceTheBoot(Move move) {
    return move.found().isPresent() && right.contains(move.address());
  }

  private void remember(OmaUri uri, Address address, Value previous) {
    var name = name(uri, address);
    if (boot.isPresent() && store.notes().get(name).isEmpty()) {
      store.notes().put(name, boot.orElseThrow() + "\n" + text(previous));
    }
  }

  /// Whether the place is not what it was at the boot.
  ///
  /// @param seen what is there now
  boolean isNeeded(OmaUri uri, Address address, Observation seen) {
    var atBoot = store.notes().get(name(uri, address));
    return boot.isPresent()
        && atBoot.isPresent()
        && !(seen instanceof Observation.Seen(var now)
            && atBoot.get().equals(boot.get() + "\n" + text(now)));
  }

  /// The settings with a place that was changed since the boot, whether or not it still differs.
  Set<OmaUri> changed() {
    var changed = new LinkedHashSet<OmaUri>();
    for (var name : store.notes().startingWith(NOTE).keySet()) {
      changed.add(OmaUri.parse(name.substring(NOTE.length(), name.indexOf('\n'))));
    }
    return changed;
  }

  private static String name(OmaUri uri, Address address) {
    return NOTE + uri + "\n" + address;
  }

  private static String text(Value value) {
    return value.isAbsent() ? "not set" : "set to " + value.wire();
  }
}
