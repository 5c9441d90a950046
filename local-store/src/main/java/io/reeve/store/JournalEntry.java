package io.reeve.store;

import io.reeve.policy.Address;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A place we hold: what was there before us and what we wrote last.
///
/// @param address the place
/// @param settings the settings it is held for
/// @param before the place as it was before us
/// @param written the value we wrote last, or found there when it is `preexisting`
/// @param preexisting whether the wanted value was there before us, so that it is never removed
/// @param since when we took hold of it
/// @param repairs how often we put it right again since
/// @param repairedAt when we did so last
public record JournalEntry(
    Address address,
    List<OmaUri> settings,
    Before before,
    Value written,
    boolean preexisting,
    Instant since,
    int repairs,
    Optional<Instant> repairedAt) {
  public JournalEntry {
    settings = List.copyOf(settings);
  }

  /// The same, once more put right.
  public JournalEntry repaired(Instant now) {
    return new JournalEntry(
        address, settings, before, written, preexisting, since, repairs + 1, Optional.of(now));
  }

  /// A place as it was; everything a mechanism needs to bring it back.
  ///
  /// @param value its value
  /// @param detail the mechanism's own record of it; may be empty
  public record Before(Value value, String detail) {}
}
