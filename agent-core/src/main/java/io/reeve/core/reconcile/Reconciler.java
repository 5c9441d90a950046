package io.reeve.core.reconcile;

import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.Observation;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.LocalStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes the machine as desired. On the loop's thread only.
public final class Reconciler implements Configuration {

  /// @param catalog every setting there is
  /// @param os the name catalogue rows use for this system
  /// @param mechanisms the platform's
  /// @param store remembers what is wanted, what was there before and what was done
  /// @param clock tells the time
  public Reconciler(
      Catalog catalog, String os, List<Mechanism> mechanisms, LocalStore store, Clock clock) {}

  /// Finishes or undoes what a crash cut off. Called once, before anything else.
  ///
  /// @return what was done, in sentences; empty when nothing was cut off
  public List<String> recover() {
    return Unbuilt.yet();
  }

  /// Looks at every wanted and held place, and puts right what differs; tries again what failed.
  ///
  /// @return the places somebody else had changed
  public List<Repair> sweep() {
    return Unbuilt.yet();
  }

  /// The same for the places that live in these files or folders.
  public List<Repair> check(Set<Path> changed) {
    return Unbuilt.yet();
  }

  /// The files whose change may mean drift, of every place wanted or held.
  public Set<Path> files() {
    return Unbuilt.yet();
  }

  /// Forgets everything this authority wants, and puts back what nobody else wants, in reverse
  /// order. For unenrolment.
  public Withdrawal withdraw(Authority authority) {
    return Unbuilt.yet();
  }

  /// Every setting somebody wants, looked at now.
  public List<SettingStatus> settings() {
    return Unbuilt.yet();
  }

  /// The setting of that address or catalogue id, wanted or not; empty when there is none.
  public Optional<SettingStatus> setting(String name) {
    return Unbuilt.yet();
  }

  @Override
  public boolean knows(OmaUri uri) {
    return Unbuilt.yet();
  }

  @Override
  public Map<OmaUri, Value> wanted(Authority authority, OmaUri below) {
    return Unbuilt.yet();
  }

  @Override
  public Observation seen(OmaUri uri) {
    return Unbuilt.yet();
  }

  @Override
  public Pass apply(Authority authority, List<Change> changes, boolean atomic) {
    return Unbuilt.yet();
  }
}
