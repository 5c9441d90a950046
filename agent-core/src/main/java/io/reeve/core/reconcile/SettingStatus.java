package io.reeve.core.reconcile;

import io.reeve.policy.Address;
import io.reeve.policy.DesiredState;
import io.reeve.policy.Observation;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Setting;
import io.reeve.policy.Value;
import io.reeve.store.Contests.Meddling;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// All there is to know about one setting on this machine.
///
/// @param uri its address, holes filled
/// @param setting its row
/// @param wanted the effective value; empty when nobody with a say asks for it
/// @param wishes who asks for what, the winner first
/// @param why who wins and by which rule; empty when nobody asks
/// @param seen what is in force, in the setting's own terms
/// @param state where it stands
/// @param detail the reason for a state that is not good; else empty
/// @param needsRestart whether it was changed and takes effect only with the next restart of the
///   machine
/// @param places where it lives on this system
public record SettingStatus(
    OmaUri uri,
    Setting setting,
    Optional<Value> wanted,
    List<DesiredState.Wish> wishes,
    String why,
    Observation seen,
    State state,
    String detail,
    boolean needsRestart,
    List<Place> places) {
  public SettingStatus {
    wishes = List.copyOf(wishes);
    places = List.copyOf(places);
  }

  /// Where a setting stands.
  public enum State {
    APPLIED,
    /// It has begun and goes on.
    PENDING,
    /// Somebody keeps changing it back, and it is left alone for a while.
    CONTESTED,
    /// It differs from what is wanted, and the last attempt did not fail.
    DRIFTED,
    NOT_APPLICABLE,
    FAILED,
    /// Somebody's value was rolled back, because the service could not be reached with it.
    ROLLED_BACK,
    /// Only authorities that have no say in it ask for it.
    NOT_OWNED,
    NOT_WANTED,
    /// It only tells how the machine is.
    READ_ONLY;

    /// The word that commands and scripts use, for example `not-applicable`.
    public String wire() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// One place of it.
  ///
  /// @param address the place
  /// @param wanted the value wanted there; empty when none is
  /// @param seen what is there
  /// @param before what was there before the agent; empty when the agent does not hold it
  /// @param repairs how often it was put right again
  /// @param changes the newest changes others made there since the agent holds it, oldest first
  /// @param files the files and folders that decide it; empty when none do, or it cannot be had
  public record Place(
      Address address,
      Optional<Value> wanted,
      Observation seen,
      Optional<Value> before,
      int repairs,
      List<Meddling> changes,
      List<Path> files) {
    public Place {
      changes = List.copyOf(changes);
      files = List.copyOf(files);
    }
  }
}
