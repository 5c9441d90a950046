package io.reeve.core.agent;

import io.reeve.core.local.Json;
import io.reeve.core.tree.LedgerBranch;
import io.reeve.store.History.Head;
import io.reeve.store.LocalStore;
import java.util.Optional;

/// The ledger as the service sees it.
record LedgerHead(LocalStore store) implements LedgerBranch.Ledger {
  /// The alert with which each session tells the head, when it is another than the last told.
  static final String ALERT = "Reversed-Domain-Name:io.reeve.ledger";

  private static final String TOLD = "ledger/told";

  /// What the service is told.
  ///
  /// @param id the newest entry's number; 0 when the chain is gone
  /// @param hash its hash
  /// @param trouble why it is not what follows on the last one told; empty when it is
  private record Told(long id, String hash, String trouble) {}

  /// Puts the head where the next session takes it from. On the loop, with no session going on.
  void announce() {
    var before = store.notes().get(TOLD).map(LedgerHead::read);
    var head = store.history().head().orElse(new Head(0, ""));
    if (head.equals(before.orElse(new Head(0, "")))) {
      return;
    }
    var trouble = before.flatMap(told -> trouble(told, head));
    store.transaction(() -> {
      trouble.ifPresent(
          text -> store.history().add("ledger", "", "It was rewritten: " + text + "."));
      var now = trouble.isEmpty() ? head : store.history().head().orElse(head);
      var told = Json.line(new Told(now.id(), now.hash(), trouble.orElse("")));
      store.outbox().latest(ALERT, "chr", LedgerBranch.PREFIX + "/Head", told);
      store.notes().put(TOLD, now.id() + " " + now.hash());
    });
  }

  private static Head read(String note) {
    var parts = note.split(" ", 2);
    return new Head(Long.parseLong(parts[0]), parts.length == 2 ? parts[1] : "");
  }

  /// The service notices, too, if it has kept what it was told; this machine may say so first.
  private Optional<String> trouble(Head told, Head now) {
    if (now.id() < told.id()) {
      return Optional.of(
          "its chain ends with entry %d, and %d was told".formatted(now.id(), told.id()));
    }
    return store
        .history()
        .entry(told.id())
        .filter(entry -> !entry.hash().equals(told.hash()))
        .map(entry -> "entry %d is not as it was told".formatted(entry.id()));
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
