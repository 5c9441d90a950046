package io.reeve.core.reconcile;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.Witness;
import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.Observation;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.LocalStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes the machine as desired. On the loop's thread only.
public final class Reconciler implements Configuration {
  private final Catalog catalog;
  private final Machine machine;
  private final LocalStore store;
  private final Passes passes;
  private final Overview overview;
  private final Trial trial;
  private final Asking asking;
  private final Sentry sentry;
  private final Restarts restarts;

  /// @param catalog every setting there is
  /// @param os the name catalogue rows use for this system
  /// @param mechanisms the platform's
  /// @param store remembers what is wanted, what was there before and what was done
  /// @param clock tells the time
  public Reconciler(
      Catalog catalog, String os, List<Mechanism> mechanisms, LocalStore store, Clock clock) {
    this(catalog, os, mechanisms, Witness.none(), store, clock);
  }

  /// @param witness tells who changes files
  public Reconciler(
      Catalog catalog,
      String os,
      List<Mechanism> mechanisms,
      Witness witness,
      LocalStore store,
      Clock clock) {
    this.catalog = catalog;
    this.store = store;
    this.machine = new Machine(mechanisms);
    var evidence = new Evidence(machine, witness);
    var contention = new Contention(catalog, store, evidence);
    this.restarts = new Restarts(catalog, store);
    this.passes = new Passes(catalog, os, machine, store, contention, restarts, clock);
    this.sentry = new Sentry(machine, passes, contention, evidence, store);
    this.trial = new Trial(catalog, passes, store);
    this.asking = new Asking(catalog, passes, trial);
    var statuses = new Statuses(catalog, os, machine, store, trial, restarts);
    this.overview = new Overview(catalog, passes, statuses, trial);
  }

  /// From now on changes that can cut the way to the service are put on trial. Without this none
  /// is.
  public void guard(Lifeline way) {
    passes.guard(way);
  }

  /// Tells the running boot of the machine from any other. Without this nothing is said to need a
  /// restart.
  public void bootedAs(String boot) {
    restarts.bootedAs(boot);
  }

  /// The settings, wanted or given back, that take effect with the next restart of the machine.
  public List<SettingStatus> awaitingRestart() {
    return restarts.changed().stream()
        .flatMap(uri -> setting(uri.toString()).stream())
        .filter(SettingStatus::needsRestart)
        .toList();
  }

  /// What is on trial, and what was rolled back.
  public Trial trial() {
    return trial;
  }

  /// Finishes or undoes what a crash cut off. Called once, before anything else.
  ///
  /// An atomic pass is undone, because the service has no answer to it and sends it again; any
  /// other is finished, and a setting that cannot be is put back as it was before the pass.
  ///
  /// @return what was done, in sentences; empty when nothing was cut off
  public List<String> recover() {
    return new Aftermath(passes, store).recover();
  }

  /// Looks at every wanted and held place, and puts right what differs; tries again what failed.
  /// What somebody keeps changing back is left alone for a while, as [Outcome.Contested] tells.
  ///
  /// @return the places somebody else had changed
  public List<Repair> sweep() {
    return sentry.sweep();
  }

  /// The same, and puts right what is contested too.
  public List<Repair> repair() {
    return sentry.repair();
  }

  /// The same as [#sweep] for the places that live in these files or folders. What is contested, or
  /// has failed just now, is left to the next sweep, so that neither a fight with another program
  /// nor our own writes can keep the agent busy.
  public List<Repair> check(Set<Path> changed) {
    return sentry.check(changed);
  }

  /// The same for every place of that mechanism.
  ///
  /// @param by who changed them, as far as the system announced that
  public List<Repair> check(String mechanism, Collection<String> by) {
    return sentry.check(mechanism, by);
  }

  /// Tries once more, at once, what failed a short while ago for this setting.
  public void retry(OmaUri uri) {
    var demands = passes.demands(passes.desired());
    demands.of(Set.of(uri)).forEach(demand -> machine.retry(demand.address()));
    passes.run(passes.desired(), Set.of(uri), false);
  }

  /// The files whose change may mean drift, of every place wanted or held.
  public Set<Path> files() {
    return sentry.files();
  }

  /// The mechanisms of every place wanted or held: those worth watching.
  public Set<Mechanism> mechanisms() {
    return machine.mechanisms(sentry.places().keySet());
  }

  /// Forgets everything this authority wants, and puts back what nobody else wants, in reverse
  /// order. With the service goes what it said of others: who has no say in what. For unenrolment.
  public Withdrawal withdraw(Authority authority) {
    return new Withdrawing(passes, store).withdraw(authority, sentry.everything());
  }

  /// Puts back every place as it was before, and goes on wanting what is wanted: whoever opens the
  /// store next holds it all again. Nothing else may be asked of this reconciler afterwards. For
  /// the removal of the program.
  public Withdrawal release() {
    return new Withdrawing(passes, store).release(sentry.everything());
  }

  /// Every setting somebody wants, or had and was rolled back, looked at now.
  public List<SettingStatus> settings() {
    return overview.settings();
  }

  /// The setting of that address or catalogue id, wanted or not; empty when there is none.
  public Optional<SettingStatus> setting(String name) {
    return overview.setting(name);
  }

  @Override
  public Optional<SettingStatus> status(OmaUri uri) {
    return setting(uri.toString());
  }

  @Override
  public boolean knows(OmaUri uri) {
    return catalog.find(uri).isPresent();
  }

  @Override
  public Map<OmaUri, Value> wanted(Authority authority, OmaUri below) {
    return overview.wanted(authority, below);
  }

  /// What is wanted in the end, by address, at and below the given one. Looks at no place.
  public Map<OmaUri, Value> effective(OmaUri below) {
    return overview.effective(below);
  }

  @Override
  public Observation seen(OmaUri uri) {
    return overview.seen(uri);
  }

  @Override
  public Pass apply(Authority authority, List<Change> changes, boolean atomic) {
    return asking.apply(authority, changes, atomic);
  }

  /// Makes these values all that an authority wants, in one pass: what it wants now and is not
  /// among them is withdrawn.
  ///
  /// @param wish values that have passed their rows' checks
  /// @return what became of each change there was
  public Map<Change, Outcome> apply(Authority authority, Map<OmaUri, Value> wish) {
    var changes = asking.whole(authority, wish);
    var outcomes = asking.apply(authority, changes, false).outcomes();
    var told = new LinkedHashMap<Change, Outcome>();
    for (int i = 0; i < changes.size(); i++) {
      told.put(changes.get(i), outcomes.get(i));
    }
    return told;
  }

  /// What would happen if these values were all that an authority wants. Touches nothing but the
  /// stage.
  public Preview preview(Authority authority, Map<OmaUri, Value> wish, Stage stage) {
    return new Foresight(catalog, machine, passes, trial, asking).preview(authority, wish, stage);
  }

  /// Why this authority's value there is not in effect; empty when it is, or when there is none.
  public Optional<Outranked> outranked(Authority authority, OmaUri uri) {
    return asking.rank(authority, passes.desired(), uri);
  }

  @Override
  public Set<String> disownedBy(Authority authority) {
    return passes.desired().disownedBy(authority);
  }

  @Override
  public Optional<String> disown(Authority authority, Set<String> workloads) {
    return asking.disown(authority, workloads);
  }
}
