package io.reeve.core.reconcile;

import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Address;
import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.DesiredState;
import io.reeve.policy.DesiredState.Entry;
import io.reeve.policy.Observation;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.Journal;
import io.reeve.store.LocalStore;
import io.reeve.store.StoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Makes the machine as desired. On the loop's thread only.
public final class Reconciler implements Configuration {
  private final Catalog catalog;
  private final Machine machine;
  private final LocalStore store;
  private final Passes passes;
  private final Statuses statuses;
  private final Restraint restraint = new Restraint();

  /// @param catalog every setting there is
  /// @param os the name catalogue rows use for this system
  /// @param mechanisms the platform's
  /// @param store remembers what is wanted, what was there before and what was done
  /// @param clock tells the time
  public Reconciler(
      Catalog catalog, String os, List<Mechanism> mechanisms, LocalStore store, Clock clock) {
    this.catalog = catalog;
    this.store = store;
    this.machine = new Machine(mechanisms);
    this.passes = new Passes(catalog, os, machine, store, clock);
    this.statuses = new Statuses(os, machine, store);
  }

  /// Finishes or undoes what a crash cut off. Called once, before anything else.
  ///
  /// An atomic pass is undone, because the service has no answer to it and sends it again; any
  /// other is finished, and a setting that cannot be is put back as it was before the pass.
  ///
  /// @return what was done, in sentences; empty when nothing was cut off
  public List<String> recover() {
    var told = new ArrayList<String>();
    var finish = new ArrayList<Journal.Pass>();
    for (var pass : store.journal().unfinished()) {
      if (pass.atomic()) {
        passes.takeBack(pass);
        told.add("an atomic group of %d writes was undone".formatted(pass.intents().size()));
      } else {
        finish.add(pass);
      }
    }
    if (!finish.isEmpty()) {
      var cut = new Cut(finish);
      var ran = passes.run(passes.desired(), cut.settings(), false);
      ran.scope().forEach(uri -> told.add(uri + ": " + sentence(ran.outcome(uri))));
    }
    return told;
  }

  private static String sentence(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Applied _ -> "finished";
      case Outcome.NotApplicable(var reason) -> "not applicable: " + reason;
      case Outcome.Pending(var what) -> "goes on: " + what;
      case Outcome.Failed(var error) -> "could not be finished and is as it was: " + error;
      case Outcome.RolledBack _, Outcome.RollbackFailed _, Outcome.NotExecuted _ -> "undone";
    };
  }

  /// Looks at every wanted and held place, and puts right what differs; tries again what failed.
  ///
  /// @return the places somebody else had changed
  public List<Repair> sweep() {
    return passes.run(passes.desired(), everything(), false).repairs();
  }

  /// The same for the places that live in these files or folders. A place that had to be written
  /// again and again within a minute is left to the next sweep, so that neither a fight with
  /// another program nor our own writes can keep the agent busy.
  public List<Repair> check(Set<Path> changed) {
    return check(
        address -> machine.files(address).stream().anyMatch(file -> touches(file, changed)));
  }

  /// The same for every place of that mechanism.
  public List<Repair> check(String mechanism) {
    return check(address -> address.mechanism().equals(mechanism));
  }

  private List<Repair> check(Predicate<Address> told) {
    var concerned = new LinkedHashSet<OmaUri>();
    places()
        .forEach((address, settings) -> {
          if (told.test(address) && restraint.allows(address, passes.now())) {
            concerned.addAll(settings);
          }
        });
    if (concerned.isEmpty()) {
      return List.of();
    }
    var ran = passes.run(passes.desired(), concerned, false);
    ran.prepared().moves().forEach(move -> restraint.wrote(move.address(), passes.now()));
    return ran.repairs();
  }

  private static boolean touches(Path file, Set<Path> changed) {
    return changed.stream().anyMatch(each -> file.startsWith(each) || each.startsWith(file));
  }

  /// The files whose change may mean drift, of every place wanted or held.
  public Set<Path> files() {
    var files = new HashSet<Path>();
    places().keySet().forEach(address -> files.addAll(machine.files(address)));
    return files;
  }

  /// The mechanisms of every place wanted or held: those worth watching.
  public Set<Mechanism> mechanisms() {
    return machine.mechanisms(places().keySet());
  }

  /// Forgets everything this authority wants, and puts back what nobody else wants, in reverse
  /// order. For unenrolment.
  public Withdrawal withdraw(Authority authority) {
    int settings = passes.desired().of(authority).size();
    var all = everything();
    var ran = passes.run(passes.desired().without(authority), all, false);
    int restored =
        Math.toIntExact(
            ran.made().stream().filter(move -> move.goal() instanceof Move.Goal.Back).count());
    return new Withdrawal(settings, restored, left(ran));
  }

  private List<Withdrawal.Left> left(Ran ran) {
    var left = new ArrayList<Withdrawal.Left>();
    for (var leave : ran.prepared().leaves()) {
      left.add(new Withdrawal.Left(leave.address(), leave.settings(), leave.reason()));
    }
    for (var entry : passes.held()) {
      entry.settings().stream()
          .filter(uri -> !ran.demands().settings().containsKey(uri))
          .flatMap(uri -> trouble(ran.outcome(uri)).stream())
          .findFirst()
          .ifPresent(why -> left.add(new Withdrawal.Left(entry.address(), entry.settings(), why)));
    }
    return left;
  }

  private static Optional<String> trouble(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Failed(var error) -> Optional.of(error);
      case Outcome.NotApplicable(var why) -> Optional.of(why);
      case Outcome.RollbackFailed(var error) -> Optional.of(error);
      case Outcome.Pending(var what) -> Optional.of("not over yet: " + what);
      case Outcome.Applied _, Outcome.RolledBack _, Outcome.NotExecuted _ -> Optional.empty();
    };
  }

  /// Every setting somebody wants, looked at now.
  public List<SettingStatus> settings() {
    var demands = passes.demands(passes.desired());
    return passes.desired().effective(catalog).entrySet().stream()
        .map(each ->
            statuses.status(
                each.getValue().match(),
                Optional.of(each.getValue()),
                Optional.ofNullable(demands.settings().get(each.getKey()))))
        .toList();
  }

  /// The setting of that address or catalogue id, wanted or not; empty when there is none.
  public Optional<SettingStatus> setting(String name) {
    var demands = passes.demands(passes.desired());
    return match(name)
        .map(match ->
            statuses.status(
                match,
                passes.desired().effective(catalog, match.uri()),
                Optional.ofNullable(demands.settings().get(match.uri()))));
  }

  private Optional<Catalog.Match> match(String name) {
    var byId = catalog.byId(name).map(setting -> setting.uri());
    try {
      return catalog.find(OmaUri.parse(byId.orElse(name)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean knows(OmaUri uri) {
    return catalog.find(uri).isPresent();
  }

  @Override
  public Map<OmaUri, Value> wanted(Authority authority, OmaUri below) {
    var wanted = new LinkedHashMap<OmaUri, Value>();
    passes
        .desired()
        .of(authority)
        .forEach((uri, entry) -> {
          if (uri.isBelow(below)) {
            wanted.put(uri, entry.value());
          }
        });
    return wanted;
  }

  @Override
  public Observation seen(OmaUri uri) {
    var match = catalog.find(uri);
    if (match.isEmpty()) {
      return new Observation.NotApplicable("the catalogue has no setting " + uri);
    }
    var spelt = match.orElseThrow();
    var demands = passes.demands(passes.desired());
    return statuses.seen(spelt, Optional.ofNullable(demands.settings().get(spelt.uri())));
  }

  @Override
  public Pass apply(Authority authority, List<Change> changes, boolean atomic) {
    var uris = changes.stream().map(change -> spelt(change.uri())).toList();
    var known = new LinkedHashSet<OmaUri>();
    uris.forEach(uri -> uri.ifPresent(known::add));
    var next = with(authority, changes, uris);
    try {
      return FinishedPass.of(passes, passes.run(next, known, atomic), changes, uris);
    } catch (StoreException e) {
      if (passes.isCutOff()) {
        throw e;
      }
      return FinishedPass.notBegun(changes, e);
    }
  }

  private Optional<OmaUri> spelt(OmaUri uri) {
    return catalog.find(uri).map(Catalog.Match::uri);
  }

  /// A value that is wanted already keeps its place in the order of writes: a service that sends
  /// everything each time must not win over another authority by that.
  private DesiredState with(
      Authority authority, List<Change> changes, List<Optional<OmaUri>> uris) {
    var next = passes.desired();
    long sequence = passes.lastSequence();
    for (int i = 0; i < changes.size(); i++) {
      if (uris.get(i).isEmpty()) {
        continue;
      }
      var uri = uris.get(i).orElseThrow();
      var value = changes.get(i).value();
      var known = next.of(authority).get(uri);
      if (value.isAbsent()) {
        next = next.without(authority, uri);
      } else if (known == null || !known.value().equals(value)) {
        next = next.with(authority, uri, new Entry(value, ++sequence, passes.now()));
      }
    }
    return next;
  }

  /// Every place wanted or held, and the settings it is for.
  private Map<Address, Set<OmaUri>> places() {
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

  private Set<OmaUri> everything() {
    var all = new LinkedHashSet<>(passes.demands(passes.desired()).settings().keySet());
    passes.held().forEach(entry -> all.addAll(entry.settings()));
    all.addAll(passes.open().settings());
    all.addAll(store.outcomes().all().keySet());
    return all;
  }
}
