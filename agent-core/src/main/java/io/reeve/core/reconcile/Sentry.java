package io.reeve.core.reconcile;

import io.reeve.policy.Address;
import io.reeve.policy.OmaUri;
import io.reeve.store.LocalStore;
import io.reeve.store.StoreException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Guards what is wanted or held: looks at all of it or where something is said to have happened,
/// and has it put right.
final class Sentry {
  private static final Logger LOG = LoggerFactory.getLogger(Sentry.class);

  private final Machine machine;
  private final Passes passes;
  private final Contention contention;
  private final Evidence evidence;
  private final LocalStore store;

  Sentry(
      Machine machine, Passes passes, Contention contention, Evidence evidence, LocalStore store) {
    this.machine = machine;
    this.passes = passes;
    this.contention = contention;
    this.evidence = evidence;
    this.store = store;
  }

  List<Repair> sweep() {
    return found(everything());
  }

  List<Repair> repair() {
    contention.forget(contention.standing());
    return sweep();
  }

  List<Repair> check(Set<Path> changed) {
    return check(
        address -> machine.files(address).stream().anyMatch(file -> touches(file, changed)));
  }

  List<Repair> check(String mechanism, Collection<String> by) {
    evidence.announced(mechanism, by);
    try {
      return check(address -> address.mechanism().equals(mechanism));
    } finally {
      evidence.spent(mechanism);
    }
  }

  private List<Repair> check(Predicate<Address> told) {
    var concerned = new LinkedHashSet<OmaUri>();
    var standing = contention.standing();
    places()
        .forEach((address, settings) -> {
          if (told.test(address) && contention.heeds(address, settings, standing, passes.now())) {
            concerned.addAll(settings);
          }
        });
    return concerned.isEmpty() ? List.of() : found(concerned);
  }

  /// What cannot be written down is not done: a later look finds it again.
  private List<Repair> found(Set<OmaUri> settings) {
    try {
      return contention.found(passes.run(passes.desired(), settings, false));
    } catch (StoreException e) {
      if (passes.isCutOff()) {
        throw e;
      }
      LOG.error("nothing was put right: {}; {}", e.getMessage(), e.hint());
      return List.of();
    }
  }

  private static boolean touches(Path file, Set<Path> changed) {
    return changed.stream().anyMatch(each -> file.startsWith(each) || each.startsWith(file));
  }

  Set<Path> files() {
    var files = new HashSet<Path>();
    places().keySet().forEach(address -> files.addAll(machine.files(address)));
    return files;
  }

  /// Every place wanted or held, and the settings it is for.
  Map<Address, Set<OmaUri>> places() {
    var places = new LinkedHashMap<Address, Set<OmaUri>>();
    var demands = passes.demands(passes.desired());
    for (var demand : demands.of(demands.settings().keySet())) {
      places.computeIfAbsent(demand.address(), _ -> new LinkedHashSet<>()).add(demand.setting());
    }
    for (var entry : passes.held()) {
      places.computeIfAbsent(entry.address(), _ -> new LinkedHashSet<>()).addAll(entry.settings());
    }
    passes
        .open()
        .intents()
        .forEach((address, intent) ->
            places.computeIfAbsent(address, _ -> new LinkedHashSet<>()).addAll(intent.settings()));
    return places;
  }

  /// Every setting wanted, held or ever tried.
  Set<OmaUri> everything() {
    var all = new LinkedHashSet<>(passes.demands(passes.desired()).settings().keySet());
    passes.held().forEach(entry -> all.addAll(entry.settings()));
    all.addAll(passes.open().settings());
    all.addAll(store.outcomes().all().keySet());
    return all;
  }
}
