package io.reeve.core.reconcile;

import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.OmaUri;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The moves that succeed or fail together: those of one setting, and of settings that share a
/// place with it.
final class Unit {
  private final Set<OmaUri> settings = new LinkedHashSet<>();
  private final List<Move> moves = new ArrayList<>();
  private final List<Move> done = new ArrayList<>();
  private final Set<Move> undone = new LinkedHashSet<>();
  private final Set<Move> stuck = new LinkedHashSet<>();
  private final Map<Move, String> going = new LinkedHashMap<>();
  private Optional<Outcome> trouble = Optional.empty();
  private Optional<String> undoError = Optional.empty();

  /// Groups the moves.
  static List<Unit> of(List<Move> moves) {
    var units = new LinkedHashSet<Unit>();
    var unitOf = new HashMap<OmaUri, Unit>();
    for (var move : moves) {
      var unit = new Unit();
      var shared = new HashSet<Unit>();
      for (var uri : move.settings()) {
        Optional.ofNullable(unitOf.get(uri)).ifPresent(shared::add);
      }
      if (!shared.isEmpty()) {
        units.stream().filter(shared::contains).forEach(unit::absorb);
        units.removeAll(shared);
      }
      unit.settings.addAll(move.settings());
      unit.moves.add(move);
      unit.settings.forEach(uri -> unitOf.put(uri, unit));
      units.add(unit);
    }
    return List.copyOf(units);
  }

  private void absorb(Unit other) {
    settings.addAll(other.settings);
    moves.addAll(other.moves);
  }

  boolean concerns(OmaUri uri) {
    return settings.contains(uri);
  }

  List<Move> moves() {
    return moves;
  }

  /// The moves made and not undone.
  List<Move> done() {
    return List.copyOf(done);
  }

  void made(Move move) {
    undone.remove(move);
    going.remove(move);
    done.add(move);
  }

  void undone(Move move) {
    done.remove(move);
    going.remove(move);
    undone.add(move);
  }

  /// Whether the move was made and taken back.
  boolean wasUndone(Move move) {
    return undone.contains(move);
  }

  /// The move, or taking it back, has begun and goes on after the pass.
  void goesOn(Move move, String what) {
    going.put(move, what);
  }

  /// Whether this very move goes on.
  boolean goesOn(Move move) {
    return going.containsKey(move);
  }

  /// Whether the move is not over when the pass is: it goes on, or it was made and another one of
  /// the unit goes on, because they succeed or fail together.
  boolean isOpen(Move move) {
    return going.containsKey(move) || (!going.isEmpty() && done.contains(move));
  }

  /// The move could not be taken back: the place is still as the move left it.
  void stuck(Move move, String why) {
    stuck.add(move);
    undoError = Optional.of(why);
  }

  /// The moves that could not be taken back.
  Set<Move> stuck() {
    return stuck;
  }

  /// Its moves were taken back, but their owner is not content with that either.
  void undoRefused(String why) {
    undoError = Optional.of(why);
  }

  Optional<String> undoError() {
    return undoError;
  }

  void fail(IOException e) {
    var why = Machine.reason(e);
    trouble =
        Optional.of(
            e instanceof NotApplicableException
                ? new Outcome.NotApplicable(why)
                : new Outcome.Failed(why));
  }

  /// Forgets a failure that may have been another unit's fault.
  void tryAgain() {
    trouble = Optional.empty();
  }

  /// Whether it did not succeed, for any reason.
  boolean failed() {
    return trouble.isPresent();
  }

  /// Whether it failed in a way that fails an atomic pass: a place this machine lacks does not.
  boolean broken() {
    return trouble.isPresent() && trouble.orElseThrow() instanceof Outcome.Failed;
  }

  /// Whether any of its moves was ever made.
  boolean tried() {
    return !done.isEmpty() || !undone.isEmpty();
  }

  /// How it went.
  Outcome outcome() {
    return trouble
        .map(outcome ->
            outcome instanceof Outcome.Failed(var why) && undoError.isPresent()
                ? new Outcome.Failed(
                    why + "; putting it back failed too: " + undoError.orElseThrow())
                : outcome)
        .orElseGet(() ->
            going.isEmpty()
                ? new Outcome.Applied(!done.isEmpty())
                : new Outcome.Pending(String.join(", ", going.values())));
  }
}
