package io.reeve.core.reconcile;

import io.reeve.policy.Address;
import io.reeve.policy.Catalog;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.Intent;
import io.reeve.store.JournalEntry.Before;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// One write of a pass, with the way back.
///
/// @param intent what the journal knows of it before it begins
/// @param goal what is to be there
/// @param found the value somebody else put there since we wrote it; empty when it is not drift
/// @param guard what undoing writes instead of the previous value: the value in force before
///   somebody else changed it, which is still the last one known to be wanted
/// @param begun whether a crash cut it off before: the place may hold the goal already
record Move(Intent intent, Goal goal, Optional<Value> found, Optional<Value> guard, boolean begun) {

  /// What is to be there.
  sealed interface Goal {
    /// A value.
    record Put(Value value) implements Goal {}

    /// What was there once.
    record Back(Before before) implements Goal {}
  }

  Address address() {
    return intent.address();
  }

  List<OmaUri> settings() {
    return intent.settings();
  }

  void perform(Machine machine) throws IOException {
    switch (goal) {
      case Goal.Put(var value) -> machine.write(address(), value);
      case Goal.Back(var before) -> machine.restore(address(), before);
    }
  }

  void undo(Machine machine) throws IOException {
    if (guard.isPresent()) {
      machine.write(address(), guard.orElseThrow());
    } else {
      machine.restore(address(), intent.previous());
    }
  }

  /// Whether what is in force now is what was to be there.
  ///
  /// @param catalog has the words for what is there
  /// @throws IOException when it is not, or cannot be told; the message says which
  void verify(Machine machine, Catalog catalog) throws IOException {
    if (goal instanceof Goal.Put(var value)) {
      var seen = machine.read(address());
      if (!seen.sameAs(value)) {
        throw new IOException(
            "%s: wrote %s but %s is in force"
                .formatted(
                    address().words(),
                    catalog.words(settings(), value),
                    catalog.words(settings(), seen)));
      }
    }
  }
}
