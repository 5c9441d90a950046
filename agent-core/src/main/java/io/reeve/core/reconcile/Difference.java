package io.reeve.core.reconcile;

import io.reeve.policy.Authority;
import io.reeve.policy.DesiredState;
import io.reeve.policy.OmaUri;
import io.reeve.store.Journal.DesiredBefore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// What one desired state changes in another.
final class Difference {
  private Difference() {}

  /// What the desired values that `after` changes are in `before`.
  static List<DesiredBefore> of(DesiredState before, DesiredState after) {
    if (before.equals(after)) {
      return List.of();
    }
    var difference = new ArrayList<DesiredBefore>();
    for (var authority : Authority.values()) {
      var was = before.of(authority);
      var is = after.of(authority);
      var all = new LinkedHashSet<OmaUri>();
      all.addAll(was.keySet());
      all.addAll(is.keySet());
      for (var uri : all) {
        var entry = Optional.ofNullable(was.get(uri));
        if (!entry.equals(Optional.ofNullable(is.get(uri)))) {
          difference.add(new DesiredBefore(authority, uri, entry));
        }
      }
    }
    return difference;
  }
}
