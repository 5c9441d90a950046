package io.reeve.core.reconcile;

import io.reeve.policy.Address;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.util.List;

/// A place somebody else had changed.
///
/// @param address the place
/// @param settings the settings it is held for
/// @param found what was there
/// @param wanted what has to be there
/// @param repaired whether it is so again; else `error` tells why not
/// @param error why it could not be put right; else empty
/// @param times how often this place was put right since the agent holds it
public record Repair(
    Address address,
    List<OmaUri> settings,
    Value found,
    Value wanted,
    boolean repaired,
    String error,
    int times) {
  public Repair {
    settings = List.copyOf(settings);
  }
}
