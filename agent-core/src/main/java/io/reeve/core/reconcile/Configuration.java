package io.reeve.core.reconcile;

import io.reeve.policy.Authority;
import io.reeve.policy.Observation;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The machine's configuration as the tree sees it: what is wanted, what is seen, and one pass that
/// changes both.
public interface Configuration {
  /// Whether the catalogue has a row for this address.
  boolean knows(OmaUri uri);

  /// What this authority wants, by address, at and below the given one; in address order.
  Map<OmaUri, Value> wanted(Authority authority, OmaUri below);

  /// What is in force for this setting, in the setting's own terms.
  Observation seen(OmaUri uri);

  /// Takes the changes in order, stores them and makes the machine so, in one pass. A change to
  /// [Value.Absent] withdraws the authority's value and restores what was there before.
  ///
  /// @param atomic all or nothing: after the first failure what was done is undone, in reverse
  ///   order, and the desired state stays as it was
  /// @return one outcome for each change, in the same order, and a way to undo the pass
  Pass apply(Authority authority, List<Change> changes, boolean atomic);

  /// Where the setting stands; empty when there is none, or where that is not known.
  default Optional<SettingStatus> status(OmaUri uri) {
    return Optional.empty();
  }

  /// The workloads this authority has no say in.
  Set<String> disownedBy(Authority authority);

  /// Tells an authority which workloads are not its own: what it had written there is given back
  /// unless another one wants it; what it wants is kept and shown, and written no more.
  ///
  /// @param workloads categories of the catalogue; in place of what was said before
  /// @return why it is not done; empty when it is
  Optional<String> disown(Authority authority, Set<String> workloads);

  /// One change of one desired value. The value has passed the row's checks.
  record Change(OmaUri uri, Value value) {}

  /// What a pass did.
  interface Pass {
    /// One for each change, in the same order.
    List<Outcome> outcomes();

    /// Undoes the whole pass, in reverse order: desired state and machine. For an `Atomic` that
    /// fails later elsewhere.
    ///
    /// @return whether everything could be undone
    boolean undo();
  }

  /// How one change went.
  sealed interface Outcome {
    /// The machine is as wanted: by a write now, or because it was so already.
    record Applied(boolean written) implements Outcome {}

    /// This machine cannot hold it; the value is kept as desired, nothing was written.
    record NotApplicable(String reason) implements Outcome {}

    /// It has begun and goes on without the pass waiting for it; a later look tells how it ended.
    record Pending(String reason) implements Outcome {}

    /// Somebody keeps changing it back: it is as they left it, and not written for a while.
    record Contested(String evidence) implements Outcome {}

    /// It could not be done; what was there before is back.
    record Failed(String error) implements Outcome {}

    /// It was done and undone, because a later change of the same Atomic failed.
    record RolledBack() implements Outcome {}

    /// It was done and could not be undone.
    record RollbackFailed(String error) implements Outcome {}

    /// It was not tried, because an earlier change of the same Atomic failed.
    record NotExecuted() implements Outcome {}
  }
}
