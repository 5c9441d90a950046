package io.reeve.core.reconcile;

import io.reeve.core.reconcile.Preparation.Prepared;
import io.reeve.policy.Address;
import io.reeve.policy.OmaUri;
import io.reeve.store.JournalEntry;
import java.util.Map;
import java.util.Set;

/// A pass that is ready to begin.
///
/// @param demands what is wanted
/// @param held the holds, with what is not over yet
/// @param scope the settings it is about
/// @param cut what is not over yet and is taken up by it
/// @param prepared what is to be done
record Outlook(
    Demands demands,
    Map<Address, JournalEntry> held,
    Set<OmaUri> scope,
    Cut cut,
    Prepared prepared) {}
