package io.reeve.core.reconcile;

import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.core.reconcile.Preparation.Prepared;
import io.reeve.policy.Address;
import io.reeve.policy.OmaUri;
import io.reeve.store.Journal.DesiredBefore;
import io.reeve.store.JournalEntry;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What a pass did.
///
/// @param scope the settings it was about
/// @param demands what was wanted
/// @param heldBefore what we held before it
/// @param prepared what was to be done
/// @param units how the moves went
/// @param desiredBefore what the desired values it changed were
/// @param atomic whether it was all or nothing
/// @param stands whether it stands: false for an atomic pass that failed and is undone
record Ran(
    Set<OmaUri> scope,
    Demands demands,
    Map<Address, JournalEntry> heldBefore,
    Prepared prepared,
    List<Unit> units,
    List<DesiredBefore> desiredBefore,
    boolean atomic,
    boolean stands) {

  /// The moves that stand, in order.
  List<Move> made() {
    return moves(unit -> unit.done());
  }

  /// The moves that stand and are over, in order.
  List<Move> finished() {
    return moves(unit -> unit.done().stream().filter(move -> !unit.isOpen(move)).toList());
  }

  private List<Move> moves(Function<Unit, List<Move>> which) {
    Set<Move> some = Collections.newSetFromMap(new IdentityHashMap<>());
    units.forEach(unit -> some.addAll(which.apply(unit)));
    return prepared.moves().stream().filter(some::contains).toList();
  }

  /// How it went for one setting.
  Outcome outcome(OmaUri uri) {
    var refused = prepared.refused().get(uri);
    if (refused != null) {
      return refused;
    }
    var wanted = demands.settings().get(uri);
    if (wanted != null && wanted.notApplicable().isPresent()) {
      return new Outcome.NotApplicable(wanted.notApplicable().orElseThrow());
    }
    return stands ? standing(uri) : fallen(uri);
  }

  /// The settings that failed.
  Set<OmaUri> failed() {
    var failed = new LinkedHashSet<>(scope);
    failed.removeIf(uri -> !(outcome(uri) instanceof Outcome.Failed));
    return failed;
  }

  private Outcome standing(OmaUri uri) {
    return unit(uri).map(Unit::outcome).orElseGet(() -> new Outcome.Applied(false));
  }

  private Outcome fallen(OmaUri uri) {
    var unit = unit(uri);
    if (unit.isEmpty()) {
      return units.isEmpty() ? new Outcome.NotExecuted() : new Outcome.RolledBack();
    }
    var its = unit.orElseThrow();
    if (its.failed()) {
      return its.outcome();
    }
    if (!its.tried()) {
      return new Outcome.NotExecuted();
    }
    return its.undoError()
        .<Outcome>map(Outcome.RollbackFailed::new)
        .orElseGet(Outcome.RolledBack::new);
  }

  private Optional<Unit> unit(OmaUri uri) {
    return units.stream().filter(unit -> unit.concerns(uri)).findFirst();
  }

  /// The places somebody else had changed, and what became of them.
  List<Repair> repairs() {
    return prepared.moves().stream()
        .filter(move -> move.found().isPresent())
        .map(this::repair)
        .toList();
  }

  private Repair repair(Move move) {
    var unit = units.stream().filter(each -> each.moves().contains(move)).findFirst().orElseThrow();
    var after = move.intent().after().orElseThrow();
    var error =
        switch (unit.outcome()) {
          case Outcome.Failed(var why) -> why;
          case Outcome.NotApplicable(var why) -> why;
          case Outcome.Pending(var what) -> what;
          case Outcome.Contested(var evidence) -> evidence;
          case Outcome.Applied _,
              Outcome.RolledBack _,
              Outcome.RollbackFailed _,
              Outcome.NotExecuted _ ->
              "";
        };
    return new Repair(
        move.address(),
        move.settings(),
        move.found().orElseThrow(),
        after.written(),
        unit.outcome() instanceof Outcome.Applied,
        error,
        after.repairs(),
        "",
        false);
  }
}
