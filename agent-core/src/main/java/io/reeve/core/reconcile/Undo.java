package io.reeve.core.reconcile;

import io.reeve.core.reconcile.Preparation.Prepared;
import io.reeve.policy.Address;
import io.reeve.store.Intent;
import io.reeve.store.JournalEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/// The way back of a pass that stands: each of its moves taken back, the last first.
final class Undo {
  private final Machine machine;
  private final Map<Address, JournalEntry> heldBefore;
  private boolean complete = true;

  /// @param heldBefore what we held before the pass
  Undo(Machine machine, Map<Address, JournalEntry> heldBefore) {
    this.machine = machine;
    this.heldBefore = heldBefore;
  }

  /// The moves back. A place that cannot even be looked at stays, and the way back is incomplete.
  Prepared of(Ran ran) {
    var moves = new ArrayList<Move>();
    for (var made : ran.made().reversed()) {
      try {
        moves.add(back(made));
      } catch (IOException e) {
        complete = false;
      }
    }
    return Prepared.ofMoves(moves);
  }

  private Move back(Move made) throws IOException {
    var previous = machine.capture(made.address());
    var after = Optional.ofNullable(heldBefore.get(made.address()));
    return new Move(
        new Intent(made.address(), made.settings(), previous, after),
        new Move.Goal.Back(made.intent().previous()),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /// Whether every move has its way back.
  boolean complete() {
    return complete;
  }
}
