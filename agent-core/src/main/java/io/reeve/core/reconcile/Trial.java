package io.reeve.core.reconcile;

import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.DesiredState;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.Journal.DesiredBefore;
import io.reeve.store.LocalStore;
import io.reeve.store.Outcomes;
import io.reeve.store.Refusals.Refusal;
import io.reeve.store.StoreException;
import io.reeve.store.Trials;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Changes that can cut the machine off from the service, and that the service has not answered
/// since. They end in one of two ways: the service is reached and all of them stay, or it is not
/// and all of them are rolled back together and refused from then on. On the loop's thread.
///
/// The way back is in the store before the first write, so that neither a crash nor a restart of
/// the machine makes them stay.
public final class Trial {
  /// What the service executes to have rolled back values tried again.
  public static final String RETRY = "RetryRolledBack";

  private final Catalog catalog;
  private final Passes passes;
  private final LocalStore store;

  Trial(Catalog catalog, Passes passes, LocalStore store) {
    this.catalog = catalog;
    this.passes = passes;
    this.store = store;
  }

  /// Whether anything is on trial.
  public boolean isOpen() {
    return !store.trials().open().isEmpty();
  }

  /// The service has answered: everything on trial stays.
  public void confirm() {
    var open = store.trials().open();
    if (open.isEmpty()) {
      return;
    }
    store.transaction(() -> {
      store.trials().end();
      open.values().stream()
          .filter(before -> isChanged(before, passes.desired()))
          .forEach(before -> confirm(before.uri()));
    });
  }

  private void confirm(OmaUri uri) {
    store
        .history()
        .add("confirmed", uri.toString(), "The service answered with it in force; it stays.");
    store
        .outcomes()
        .get(uri)
        .filter(last -> last.state() == Outcomes.State.APPLIED)
        .ifPresent(last -> store.outcomes().put(uri, last.state(), "", last.at()));
  }

  /// A group that was undone since is as it was before it was on trial.
  private static boolean isChanged(DesiredBefore before, DesiredState now) {
    return !before
        .entry()
        .equals(Optional.ofNullable(now.of(before.authority()).get(before.uri())));
  }

  /// What was rolled back.
  ///
  /// @param refused what is not tried again
  /// @param left the settings of which a place is not as it was: the machine may still be cut off,
  ///   so [#putBack] is to be tried soon
  public record RolledBack(List<Refusal> refused, Set<OmaUri> left) {
    public RolledBack {
      refused = List.copyOf(refused);
      left = Set.copyOf(left);
    }
  }

  /// The service has not answered: everything on trial is as it was before.
  ///
  /// @param reason why, in a sentence without a full stop
  /// @return empty when the store could not take it and nothing was done; to be tried again
  public Optional<RolledBack> rollBack(String reason) {
    var open = store.trials().open();
    var tried = passes.desired();
    var next = open.in(tried);
    var refused = refusals(open, tried, next, reason);
    try {
      var ran =
          passes.goBack(
              next,
              settings(open, tried, next),
              () -> {
                store.trials().end();
                refused.forEach(store.refusals()::put);
                refused.forEach(this::tell);
              });
      return Optional.of(new RolledBack(refused, ran.failed()));
    } catch (StoreException e) {
      if (passes.isCutOff()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /// Tries once more to put back what a rollback left.
  ///
  /// @return what is still left
  public Set<OmaUri> putBack(Set<OmaUri> left) {
    try {
      return passes.goBack(passes.desired(), left, () -> {}).failed();
    } catch (StoreException e) {
      if (passes.isCutOff()) {
        throw e;
      }
      return left;
    }
  }

  /// Why what was rolled back there is not as it was yet; empty when it is.
  public Optional<String> trouble(OmaUri uri) {
    return store
        .outcomes()
        .get(uri)
        .filter(last -> last.state() == Outcomes.State.FAILED)
        .map(Outcomes.Outcome::detail);
  }

  /// In the transaction that begins it: how it ends is told by the places.
  private void tell(Refusal refusal) {
    store
        .history()
        .add(
            "rolled-back",
            refusal.uri().toString(),
            "%s of %s is rolled back: %s."
                .formatted(
                    catalog.words(List.of(refusal.uri()), refusal.value()),
                    refusal.authority().words(),
                    refusal.reason()));
  }

  private List<Refusal> refusals(
      Trials.Open open, DesiredState tried, DesiredState next, String reason) {
    var refused = new ArrayList<Refusal>();
    for (var before : open.values()) {
      var was = value(next, before.authority(), before.uri());
      var is = value(tried, before.authority(), before.uri());
      if (!was.equals(is)) {
        refused.add(new Refusal(before.authority(), before.uri(), is, reason, passes.now()));
      }
    }
    for (var authority : open.disowned().keySet()) {
      var is = tried.disownedBy(authority);
      if (!is.equals(next.disownedBy(authority))) {
        refused.add(
            new Refusal(
                Authority.SERVICE,
                Workloads.node(authority),
                Workloads.text(is),
                reason,
                passes.now()));
      }
    }
    return refused;
  }

  private static Value value(DesiredState state, Authority authority, OmaUri uri) {
    var entry = state.of(authority).get(uri);
    return entry == null ? Value.absent() : entry.value();
  }

  private Set<OmaUri> settings(Trials.Open open, DesiredState tried, DesiredState next) {
    var settings = new LinkedHashSet<OmaUri>();
    open.values().forEach(before -> settings.add(before.uri()));
    settings.addAll(Workloads.concerned(catalog, tried, next));
    return settings;
  }

  /// Why this authority may not have this value there; empty when it may.
  Optional<String> refusal(Authority authority, OmaUri uri, Value value) {
    return store
        .refusals()
        .get(authority, uri)
        .filter(refusal -> refusal.value().equals(value))
        .map(refusal ->
            "not tried again: "
                + refusal.reason()
                + "; another value lifts this, and so does the action "
                + RETRY);
  }

  /// What was rolled back there, in a sentence; empty when nothing was.
  Optional<String> rolledBack(OmaUri uri) {
    return store.refusals().all().stream()
        .filter(refusal -> refusal.uri().equals(uri))
        .map(refusal ->
            "%s of %s was rolled back at %s: %s; the same value is not tried again"
                .formatted(
                    catalog.words(List.of(refusal.uri()), refusal.value()),
                    refusal.authority().words(),
                    refusal.at(),
                    refusal.reason()))
        .reduce((one, other) -> one + "; " + other);
  }

  /// The settings something was rolled back at.
  Set<OmaUri> rolledBack() {
    var uris = new LinkedHashSet<OmaUri>();
    store.refusals().all().forEach(refusal -> uris.add(refusal.uri()));
    return uris;
  }

  /// What this authority is refused at these addresses.
  List<Refusal> refusals(Authority authority, Collection<OmaUri> uris) {
    return uris.stream().flatMap(uri -> store.refusals().get(authority, uri).stream()).toList();
  }

  /// What was lifted is refused again: what lifted it was taken back.
  void restore(List<Refusal> lifted) {
    lifted.forEach(store.refusals()::restore);
  }

  /// The same value may be tried again there.
  public void lift(Authority authority, OmaUri uri) {
    store.refusals().lift(authority, uri);
  }

  /// Everything that was rolled back for this authority may be tried again.
  ///
  /// @return how many values that are
  public int lift(Authority authority) {
    return store.refusals().lift(authority);
  }

  /// Whether something is on trial there.
  boolean isOn(OmaUri uri) {
    return store.trials().open().values().stream().map(DesiredBefore::uri).anyMatch(uri::equals);
  }
}
