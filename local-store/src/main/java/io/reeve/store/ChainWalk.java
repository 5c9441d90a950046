package io.reeve.store;

import io.reeve.store.History.Event;
import io.reeve.store.History.Head;
import io.reeve.store.History.Verification;
import java.util.List;
import java.util.Optional;

/// Follows the ledger's chain from its oldest entry to its newest, a stretch at a time. Between two
/// the ledger may grow, and its oldest entries may be forgotten.
final class ChainWalk {
  private final long unchained;
  private Optional<Head> before = Optional.empty();
  private Optional<Event> newest = Optional.empty();
  private Optional<String> trouble = Optional.empty();
  private long at = Long.MIN_VALUE;
  private long told;
  private boolean over;

  /// @param unchained the last entry that was written before there was a chain
  ChainWalk(long unchained) {
    this.unchained = unchained;
  }

  /// Some entries, as they were at one time.
  ///
  /// @param base the last entry that was forgotten; number 0 when none was
  /// @param entries those that follow, oldest first; none at the end
  /// @param numbered the greatest number ever given
  record Stretch(Head base, List<Event> entries, long numbered) {}

  /// The number of the last entry that was followed.
  long at() {
    return at;
  }

  boolean isOver() {
    return over;
  }

  void follow(Stretch stretch) {
    var from = before.filter(head -> head.id() >= stretch.base().id()).orElse(stretch.base());
    for (var entry : stretch.entries()) {
      if (trouble.isEmpty()) {
        trouble = Chain.trouble(from, unchained, entry);
      }
      from = new Head(entry.id(), entry.hash());
      if (entry.content().isEmpty()) {
        told++;
        newest = Optional.of(entry);
      }
      at = entry.id();
    }
    before = Optional.of(from);
    over = stretch.entries().isEmpty();
    if (over && trouble.isEmpty() && from.id() < stretch.numbered()) {
      trouble = Optional.of(Chain.missing(from.id() + 1, stretch.numbered()));
    }
  }

  Verification verification() {
    var head =
        newest
            .filter(entry -> !entry.hash().isEmpty())
            .map(entry -> new Head(entry.id(), entry.hash()));
    return new Verification(told, head, trouble);
  }
}
