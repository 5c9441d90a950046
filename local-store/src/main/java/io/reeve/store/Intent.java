package io.reeve.store;

import io.reeve.policy.Address;
import io.reeve.policy.OmaUri;
import java.util.List;
import java.util.Optional;

/// A write that is about to happen. It is durable before the write begins and gone after it is done
/// or undone; one that is found at start tells of a crash in between.
///
/// @param address the place
/// @param settings the settings it is done for
/// @param previous the place as it was just before this write; where undoing leads
/// @param after what the journal holds once it is done; empty when the place is given back
public record Intent(
    Address address,
    List<OmaUri> settings,
    JournalEntry.Before previous,
    Optional<JournalEntry> after) {
  public Intent {
    settings = List.copyOf(settings);
  }
}
