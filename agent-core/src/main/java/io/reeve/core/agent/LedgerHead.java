package io.reeve.core.agent;

import io.reeve.core.local.Json;
import io.reeve.core.tree.LedgerBranch;
import io.reeve.store.History;
import io.reeve.store.History.Head;
import io.reeve.store.LocalStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The ledger as the service sees it.
///
/// The head is told with what the earlier ones told are now: the service, which has kept one of
/// them, sees at once whether the past is still the same. Which have arrived is not known for sure
/// (an acknowledgement may be lost), so that all are told since one that has.
record LedgerHead(LocalStore store) implements LedgerBranch.Ledger {
  /// The alert with which each session tells the head, when it is another than the last told.
  static final String ALERT = "Reversed-Domain-Name:io.reeve.ledger";

  /// The heads told, oldest first, each as number and hash; the first has arrived.
  private static final String TOLD = "ledger/told";

  private static final int MOST = 30;
  private static final Head NONE = new Head(0, "");

  /// What the service is told.
  ///
  /// @param id the newest entry's number; 0 when the chain is gone
  /// @param hash its hash
  /// @param told the entries that were heads before, by number: what their hashes are now, empty
  ///   where there is none
  /// @param trouble what is wrong with it, as far as this machine sees it; empty when nothing is
  record Told(long id, String hash, Map<String, String> told, String trouble) {}

  /// Puts the head where the next session takes it from. On the loop, with no session going on.
  void announce() {
    var before = told();
    var last = before.isEmpty() ? NONE : before.getLast();
    if (store.history().head().orElse(NONE).equals(last)) {
      return;
    }
    store.transaction(() -> {
      var trouble = before.isEmpty() ? Optional.<String>empty() : trouble(last);
      trouble.ifPresent(
          text -> store.history().add("ledger", LedgerBranch.PREFIX.toString(), text + "."));
      var earlier = arrived() && !before.isEmpty() ? List.of(last) : before;
      var head = store.history().head().orElse(NONE);
      var json = Json.line(new Told(head.id(), head.hash(), now(earlier), trouble.orElse("")));
      store.outbox().latest(ALERT, "chr", LedgerBranch.PREFIX + "/Head", json);
      remember(earlier, head);
    });
  }

  private boolean arrived() {
    return store.outbox().pending(Integer.MAX_VALUE).stream()
        .noneMatch(row -> row.type().equals(ALERT));
  }

  private Map<String, String> now(List<Head> earlier) {
    var now = new LinkedHashMap<String, String>();
    for (var head : earlier) {
      var entry = store.history().entry(head.id());
      now.put(Long.toString(head.id()), entry.map(History.Event::hash).orElse(""));
    }
    return now;
  }

  private List<Head> told() {
    return store.notes().get(TOLD).stream()
        .flatMap(String::lines)
        .map(line -> line.split(" ", 2))
        .map(parts -> new Head(Long.parseLong(parts[0]), parts.length == 2 ? parts[1] : ""))
        .toList();
  }

  private void remember(List<Head> earlier, Head head) {
    var all = new ArrayList<>(earlier);
    all.add(head);
    if (all.size() > MOST) {
      all.remove(1);
    }
    var lines = all.stream().map(each -> each.id() + " " + each.hash());
    store.notes().put(TOLD, lines.collect(Collectors.joining("\n")));
  }

  /// This machine may see for itself that its past was rewritten.
  private Optional<String> trouble(Head told) {
    var now = store.history().head().orElse(NONE);
    if (now.id() < told.id()) {
      return Optional.of(
          "The chain ends with entry %d, and entry %d was told".formatted(now.id(), told.id()));
    }
    return store
        .history()
        .entry(told.id())
        .filter(entry -> !entry.hash().equals(told.hash()))
        .map(entry -> "Entry %d is not as it was told".formatted(entry.id()));
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
