package io.reeve.core.reconcile;

import io.reeve.core.reconcile.Configuration.Change;
import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.core.reconcile.Configuration.Pass;
import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.DesiredState;
import io.reeve.policy.DesiredState.Entry;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Takes what an authority wants, and makes it so in one pass.
final class Asking {
  private final Catalog catalog;
  private final Passes passes;
  private final Trial trial;

  Asking(Catalog catalog, Passes passes, Trial trial) {
    this.catalog = catalog;
    this.passes = passes;
    this.trial = trial;
  }

  /// One change as it was asked for.
  ///
  /// @param uri the address as the catalogue spells it; empty when it has none such
  /// @param refused why it is not even tried
  private record Asked(Change change, Optional<OmaUri> uri, Optional<Outcome> refused) {
    boolean counts() {
      return uri.isPresent() && refused.isEmpty();
    }
  }

  /// As [Configuration#apply].
  Pass apply(Authority authority, List<Change> changes, boolean atomic) {
    var asked = changes.stream().map(change -> asked(authority, change)).toList();
    if (atomic && asked.stream().anyMatch(each -> each.refused().isPresent())) {
      return FinishedPass.refused(
          asked.stream().map(each -> each.refused().orElseGet(Outcome.NotExecuted::new)).toList());
    }
    var known = new LinkedHashSet<OmaUri>();
    asked.stream().filter(Asked::counts).forEach(each -> known.add(each.uri().orElseThrow()));
    var lifted = trial.refusals(authority, known);
    try {
      var ran =
          passes.run(
              with(authority, asked),
              known,
              atomic,
              () -> known.forEach(uri -> trial.lift(authority, uri)));
      return FinishedPass.of(
          ran,
          asked.stream().map(each -> each.refused().orElseGet(() -> outcome(ran, each))).toList(),
          () -> passes.undo(ran, () -> trial.restore(lifted)));
    } catch (StoreException e) {
      if (passes.isCutOff()) {
        throw e;
      }
      return FinishedPass.notBegun(changes.size(), e);
    }
  }

  private Asked asked(Authority authority, Change change) {
    var uri =
        catalog
            .find(change.uri())
            .filter(match -> !match.setting().readOnly())
            .map(Catalog.Match::uri);
    return new Asked(
        change,
        uri,
        uri.flatMap(each -> trial.refusal(authority, each, change.value()))
            .map(Outcome.Failed::new));
  }

  private static Outcome outcome(Ran ran, Asked asked) {
    return asked
        .uri()
        .map(ran::outcome)
        .orElseGet(() ->
            new Outcome.Failed(
                "the catalogue has no setting to be changed at " + asked.change().uri()));
  }

  /// A value that is wanted already keeps when it was first asked for.
  private DesiredState with(Authority authority, List<Asked> all) {
    var now = passes.desired();
    var set = new HashMap<OmaUri, Entry>();
    var unset = new HashSet<OmaUri>();
    long sequence = now.lastSequence();
    for (var asked : all) {
      if (!asked.counts()) {
        continue;
      }
      var uri = asked.uri().orElseThrow();
      var value = asked.change().value();
      if (value.isAbsent()) {
        set.remove(uri);
        unset.add(uri);
      } else if (!value.equals(value(now, authority, uri, set, unset))) {
        unset.remove(uri);
        set.put(uri, new Entry(value, ++sequence, passes.now()));
      }
    }
    return now.without(authority, unset).with(authority, set);
  }

  /// What is wanted there after the changes until now; absent when nothing is.
  private static Value value(
      DesiredState now,
      Authority authority,
      OmaUri uri,
      Map<OmaUri, Entry> set,
      Set<OmaUri> unset) {
    var entry = set.getOrDefault(uri, unset.contains(uri) ? null : now.of(authority).get(uri));
    return entry == null ? Value.absent() : entry.value();
  }

  /// The changes that make these values all that an authority wants: what it wants now and is not
  /// among them is withdrawn first.
  List<Change> whole(Authority authority, Map<OmaUri, Value> wish) {
    var spelt = new LinkedHashMap<OmaUri, Value>();
    wish.forEach(
        (uri, value) -> spelt.put(catalog.find(uri).map(Catalog.Match::uri).orElse(uri), value));
    var changes = new ArrayList<Change>();
    passes
        .desired()
        .of(authority)
        .keySet()
        .forEach(uri -> {
          if (!spelt.containsKey(uri)) {
            changes.add(new Change(uri, Value.absent()));
          }
        });
    spelt.forEach((uri, value) -> changes.add(new Change(uri, value)));
    return changes;
  }

  /// What would be wanted after these changes.
  DesiredState after(Authority authority, List<Change> changes) {
    return with(authority, changes.stream().map(change -> asked(authority, change)).toList());
  }

  /// Why this authority's value there is not in effect in a state; empty when it is, or when there
  /// is none.
  Optional<Outranked> rank(Authority authority, DesiredState state, OmaUri uri) {
    var effective = state.effective(catalog, uri);
    if (effective.isEmpty()) {
      return Optional.empty();
    }
    var all = effective.orElseThrow();
    var own = all.wishes().stream().filter(wish -> wish.authority() == authority).findFirst();
    if (own.isPresent() && !own.orElseThrow().counts()) {
      var workload = all.match().setting().category();
      return Optional.of(
          new Outranked(
              false, authority.words() + " has no say in the workload '" + workload + "'"));
    }
    return own.filter(wish -> !all.value().equals(Optional.of(wish.entry().value())))
        .map(_ -> new Outranked(true, all.why()));
  }

  /// Says which workloads an authority has no say in, and gives back or takes up what that changes.
  ///
  /// @return why it is not done; empty when it is
  Optional<String> disown(Authority authority, Set<String> workloads) {
    var refused =
        trial.refusal(Authority.SERVICE, Workloads.node(authority), Workloads.text(workloads));
    if (refused.isPresent()) {
      return refused;
    }
    var next = passes.desired().disowning(authority, workloads);
    if (next.equals(passes.desired())) {
      return Optional.empty();
    }
    var concerned = Workloads.concerned(catalog, passes.desired(), next);
    try {
      var _ =
          passes.run(
              next,
              concerned,
              false,
              () -> trial.lift(Authority.SERVICE, Workloads.node(authority)));
      return Optional.empty();
    } catch (StoreException e) {
      if (passes.isCutOff()) {
        throw e;
      }
      return Optional.of(e.getMessage() + "; " + e.hint());
    }
  }
}
