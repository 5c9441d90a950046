package io.reeve.core.reconcile;

import io.reeve.store.LocalStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Brings the journal to what a pass left on the machine. In the transaction that concludes it.
final class Accounts {
  private final LocalStore store;

  Accounts(LocalStore store) {
    this.store = store;
  }

  /// A move that could not be taken back is still ours, with what was there before us.
  void settle(Ran ran) {
    for (var unit : ran.units()) {
      for (var move : unit.moves()) {
        if (unit.isOpen(move)) {
          continue;
        }
        boolean ours = unit.done().contains(move);
        boolean stuck = unit.stuck().contains(move) && move.goal() instanceof Move.Goal.Put;
        if (ours || stuck) {
          store.journal().done(move.intent());
        } else {
          store.journal().undone(move.intent());
        }
      }
    }
  }

  /// What goes on stays in the journal, each unit by itself, with its way back.
  void carryOn(Ran ran, Instant now) {
    for (var unit : ran.units()) {
      var open = unit.moves().stream().filter(unit::isOpen).map(Move::intent).toList();
      if (!open.isEmpty()) {
        store.journal().begin(false, List.of(), open, now);
      }
    }
  }

  /// Holds that the pass took or dropped without writing are as they were.
  void restoreHolds(Ran ran) {
    for (var hold : ran.prepared().holds()) {
      Optional.ofNullable(ran.heldBefore().get(hold.address()))
          .ifPresentOrElse(store.journal()::hold, () -> store.journal().release(hold.address()));
    }
    for (var leave : ran.prepared().leaves()) {
      Optional.ofNullable(ran.heldBefore().get(leave.address())).ifPresent(store.journal()::hold);
    }
  }
}
