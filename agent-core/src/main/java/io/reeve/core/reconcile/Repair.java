package io.reeve.core.reconcile;

import io.reeve.core.reconcile.Contention.Withheld;
import io.reeve.policy.Address;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.JournalEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A place somebody else had changed.
///
/// @param address the place
/// @param settings the settings it is held for
/// @param found what was there
/// @param wanted what has to be there
/// @param repaired whether it is so again; else `error` tells why not
/// @param error why it could not be put right; else empty
/// @param times how often this place was put right since the agent holds it
/// @param by who changed it; empty when the system does not tell
/// @param contested whether it was changed back so often that it is left alone for a while; `error`
///   then has the evidence
public record Repair(
    Address address,
    List<OmaUri> settings,
    Value found,
    Value wanted,
    boolean repaired,
    String error,
    int times,
    String by,
    boolean contested) {
  public Repair {
    settings = List.copyOf(settings);
  }

  Repair by(String who) {
    return new Repair(address, settings, found, wanted, repaired, error, times, who, contested);
  }

  /// A place that is no longer put right.
  static Repair contested(Withheld withheld, @Nullable JournalEntry held) {
    return new Repair(
        withheld.address(),
        withheld.step().settings(),
        withheld.step().seen(),
        withheld.step().value(),
        false,
        withheld.sentence(),
        held == null ? 0 : held.repairs(),
        withheld.contest().changes().getLast().who(),
        true);
  }
}
