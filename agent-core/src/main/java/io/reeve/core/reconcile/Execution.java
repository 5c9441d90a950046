package io.reeve.core.reconcile;

import io.reeve.core.files.Draft;
import io.reeve.core.spi.PendingException;
import io.reeve.policy.Address;
import io.reeve.policy.Catalog;
import io.reeve.policy.Observation;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes the moves of one pass: write, settle once for each mechanism, look at what is in force. A
/// unit that fails is undone in reverse order and the others go on; in an atomic pass everything is
/// undone.
///
/// When a mechanism refuses what several units wrote, none of them is to blame for sure: all are
/// undone and each is tried again by itself, so that only the culprit fails.
final class Execution {
  private final Catalog catalog;
  private final Machine machine;
  private final List<Move> moves;
  private final boolean atomic;
  private final List<Unit> units;
  private final Map<Address, Unit> unitOf = new LinkedHashMap<>();
  private final Map<String, Set<Address>> unsettled = new LinkedHashMap<>();
  private final Draft<Move> draft = new Draft<>();
  private final Set<Unit> suspects = new LinkedHashSet<>();
  private List<Unit> onTrial = List.of();

  Execution(Catalog catalog, Machine machine, List<Move> moves, boolean atomic) {
    this.catalog = catalog;
    this.machine = machine;
    this.moves = moves;
    this.atomic = atomic;
    this.units = Unit.of(moves);
    units.forEach(unit -> unit.moves().forEach(move -> unitOf.put(move.address(), unit)));
  }

  /// Makes the moves; the units tell how each went.
  List<Unit> run() {
    attempt(units, moves);
    if (!atomic) {
      for (var suspect : List.copyOf(suspects)) {
        suspect.tryAgain();
        attempt(List.of(suspect), suspect.moves());
      }
    }
    return units;
  }

  private void attempt(List<Unit> trial, List<Move> some) {
    onTrial = trial;
    write(some);
    settle();
    verify(some);
    settle();
  }

  private void write(List<Move> some) {
    var mechanism = "";
    for (var move : some) {
      if (!isOf(move, mechanism)) {
        mechanism = move.address().mechanism();
        writeDraft();
      }
      var unit = unit(move);
      if (unit.failed() || (atomic && anyBroken())) {
        continue;
      }
      try {
        unit.made(move);
        touched(move);
        perform(move);
      } catch (PendingException e) {
        unit.goesOn(move, Machine.reason(e));
      } catch (IOException e) {
        fail(unit, e);
      }
    }
    writeDraft();
  }

  /// Neighbouring moves that edit entries of files become one write of each file. What the way back
  /// of each is, the journal knows already.
  private void perform(Move move) throws IOException {
    if (machine.isOfEntries(move.address().mechanism())) {
      draft.edit(move, () -> move.perform(machine));
    } else {
      move.perform(machine);
    }
  }

  private void writeDraft() {
    draft
        .write()
        .forEach((move, why) -> {
          if (!unit(move).failed()) {
            fail(unit(move), why);
          }
        });
  }

  /// Lets every mechanism with changed places settle, until none is left. It ends because a unit
  /// fails only once.
  private void settle() {
    while (!unsettled.isEmpty()) {
      var next = unsettled.entrySet().iterator().next();
      var mechanism = next.getKey();
      try {
        machine.settle(mechanism, next.getValue());
        unsettled.remove(mechanism);
      } catch (IOException e) {
        refused(mechanism, e);
      }
    }
  }

  /// Only what is being tried now can be to blame: what stands already was accepted.
  private void refused(String mechanism, IOException why) {
    var blamed =
        onTrial.stream()
            .filter(unit -> unit.done().stream().anyMatch(move -> isOf(move, mechanism)))
            .toList();
    if (blamed.isEmpty()) {
      unsettled.remove(mechanism);
      units.stream()
          .filter(
              unit -> unit.moves().stream().anyMatch(m -> isOf(m, mechanism) && unit.wasUndone(m)))
          .forEach(unit -> unit.undoRefused(Machine.reason(why)));
      return;
    }
    if (blamed.size() > 1) {
      suspects.addAll(blamed);
    }
    blamed.forEach(unit -> fail(unit, why));
  }

  private static boolean isOf(Move move, String mechanism) {
    return move.address().mechanism().equals(mechanism);
  }

  private void verify(List<Move> some) {
    for (var move : some) {
      var unit = unit(move);
      if (!unit.done().contains(move) || unit.goesOn(move)) {
        continue;
      }
      try {
        move.verify(machine, catalog);
      } catch (PendingException e) {
        unit.goesOn(move, Machine.reason(e));
      } catch (IOException e) {
        fail(unit, e);
      }
    }
  }

  /// In an atomic pass the failure of one undoes all, the last move first. Before anything is taken
  /// back, what others have put is there.
  private void fail(Unit unit, IOException why) {
    unit.fail(why);
    writeDraft();
    if (atomic && unit.broken()) {
      undo(moves.reversed());
    } else {
      undo(unit.moves().reversed());
    }
  }

  private void undo(List<Move> some) {
    for (var move : some) {
      var unit = unit(move);
      if (unit.done().contains(move) || (move.begun() && !unit.wasUndone(move))) {
        unit.undone(move);
        touched(move);
        undo(move, unit);
      }
    }
  }

  /// A write that failed has changed nothing, so that taking it back may fail for the same reason
  /// and nothing is amiss.
  private void undo(Move move, Unit unit) {
    try {
      move.undo(machine);
    } catch (PendingException e) {
      unit.goesOn(move, Machine.reason(e));
    } catch (IOException e) {
      var previous = move.intent().previous().value();
      if (!(machine.look(move.address()) instanceof Observation.Seen(var now)
          && now.sameAs(previous))) {
        unit.stuck(move, Machine.reason(e));
      }
    }
  }

  private void touched(Move move) {
    unsettled
        .computeIfAbsent(move.address().mechanism(), _ -> new LinkedHashSet<>())
        .add(move.address());
  }

  private boolean anyBroken() {
    return units.stream().anyMatch(Unit::broken);
  }

  private Unit unit(Move move) {
    var unit = unitOf.get(move.address());
    if (unit == null) {
      throw new IllegalArgumentException("not a move of this pass: " + move);
    }
    return unit;
  }
}
