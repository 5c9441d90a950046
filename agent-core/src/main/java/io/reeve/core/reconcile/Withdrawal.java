package io.reeve.core.reconcile;

import io.reeve.policy.Address;
import io.reeve.policy.OmaUri;
import java.util.List;
import java.util.Set;

/// What became of everything an authority had asked for.
///
/// @param settings how many settings it had asked for
/// @param restored how many places were put back as they were before
/// @param left the places that stay as they are, each with the reason
/// @param again the settings of which putting back failed: to be tried again soon
public record Withdrawal(int settings, int restored, List<Left> left, Set<OmaUri> again) {
  public Withdrawal {
    left = List.copyOf(left);
    again = Set.copyOf(again);
  }

  /// A place that stays as it is.
  public record Left(Address address, List<OmaUri> settings, String reason) {
    public Left {
      settings = List.copyOf(settings);
    }
  }
}
