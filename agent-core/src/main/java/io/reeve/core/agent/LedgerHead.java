package io.reeve.core.agent;

import io.reeve.core.local.Json;
import io.reeve.core.tree.LedgerBranch;
import io.reeve.store.LocalStore;
import java.util.Optional;

/// The ledger as the service sees it.
record LedgerHead(LocalStore store) implements LedgerBranch.Ledger {
  /// The alert with which each session tells the head, when it is another than the last told.
  static final String ALERT = "Reversed-Domain-Name:io.reeve.ledger";

  private static final String TOLD = "ledger/told";

  /// Puts the head where the next session takes it from. On the loop, with no session going on.
  void announce() {
    head()
        .filter(head -> !store.notes().get(TOLD).equals(Optional.of(head)))
        .ifPresent(head ->
            store.transaction(() -> {
              store.outbox().latest(ALERT, "chr", LedgerBranch.PREFIX + "/Head", head);
              store.notes().put(TOLD, head);
            }));
  }

  /// Forgets what was told: another service begins to listen.
  void forget() {
    store.notes().remove(TOLD);
  }

  @Override
  public Optional<String> head() {
    return store.history().head().map(Json::line);
  }

  @Override
  public Optional<String> entry(long number) {
    return store.history().entry(number).map(Json::line);
  }
}
