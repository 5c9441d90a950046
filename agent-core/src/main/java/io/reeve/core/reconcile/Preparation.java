package io.reeve.core.reconcile;

import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.core.reconcile.Contention.Withheld;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Observation;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Plan;
import io.reeve.policy.Plan.Step;
import io.reeve.policy.Planner.Held;
import io.reeve.store.Intent;
import io.reeve.store.JournalEntry;
import io.reeve.store.JournalEntry.Before;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns a plan into moves: looks closely at each place about to be written, so that the way back
/// is known before the first write. Writes nothing.
final class Preparation {
  private final Machine machine;
  private final Map<Address, JournalEntry> held;
  private final Map<Address, Observation> seen;
  private final Cut cut;
  private final Contention contention;
  private final Instant now;

  private final List<Move> back = new ArrayList<>();
  private final List<Move> moves = new ArrayList<>();
  private final List<JournalEntry> holds = new ArrayList<>();
  private final List<Step.Leave> leaves = new ArrayList<>();
  private final Map<OmaUri, Outcome> refused = new LinkedHashMap<>();
  private final List<Withheld> withheld = new ArrayList<>();
  private final Set<Address> agreed = new LinkedHashSet<>();

  /// @param held the places we hold, in the order we took hold of them
  Preparation(
      Machine machine,
      Map<Address, JournalEntry> held,
      Map<Address, Observation> seen,
      Cut cut,
      Contention contention,
      Instant now) {
    this.machine = machine;
    this.held = held;
    this.seen = seen;
    this.cut = cut;
    this.contention = contention;
    this.now = now;
  }

  /// A pass ready to begin.
  ///
  /// @param moves the writes, in order
  /// @param holds places to hold as they are, because they are as wanted
  /// @param leaves places to let go of as they are
  /// @param refused settings that are not touched at all, and why
  /// @param withheld writes that are not made, because their places are contested
  /// @param agreed places found as wanted
  record Prepared(
      List<Move> moves,
      List<JournalEntry> holds,
      List<Step.Leave> leaves,
      Map<OmaUri, Outcome> refused,
      List<Withheld> withheld,
      Set<Address> agreed) {
    /// Whether something fails an atomic pass before it begins: a place this machine lacks does
    /// not.
    boolean isRefused() {
      return refused.values().stream()
          .anyMatch(
              outcome -> outcome instanceof Outcome.Failed || outcome instanceof Outcome.Contested);
    }

    /// Nothing but moves.
    static Prepared ofMoves(List<Move> moves) {
      return new Prepared(moves, List.of(), List.of(), Map.of(), List.of(), Set.of());
    }
  }

  Prepared prepare(Plan plan) {
    for (var step : plan.steps()) {
      try {
        take(step);
      } catch (NotApplicableException e) {
        refuse(step, new Outcome.NotApplicable(Machine.reason(e)));
      } catch (IOException e) {
        refuse(step, new Outcome.Failed(Machine.reason(e)));
      }
    }
    var order = new HashMap<Address, Integer>();
    held.keySet().forEach(address -> order.put(address, -order.size()));
    back.sort(Comparator.comparing(move -> order.getOrDefault(move.address(), 1)));
    back.addAll(moves);
    back.removeIf(move -> refused.keySet().containsAll(move.settings()));
    return new Prepared(back, holds, leaves, refused, withheld, agreed);
  }

  private void take(Step step) throws IOException {
    switch (step) {
      case Step.Write write -> write(write);
      case Step.Restore restore -> giveBack(restore.address(), restore.settings());
      case Step.Keep keep -> keep(keep);
      case Step.Leave leave -> leave(leave);
      case Step.Skip skip -> refuse(skip, outcome(skip.observation()));
      case Step.Conflict conflict -> refuse(conflict, new Outcome.Failed(conflict.reason()));
    }
  }

  /// A setting with one place that cannot be had is left alone whole.
  private void refuse(Step step, Outcome why) {
    step.settings().forEach(uri -> refused.putIfAbsent(uri, why));
  }

  private static Outcome outcome(Observation observation) {
    return switch (observation) {
      case Observation.NotApplicable(var reason) -> new Outcome.NotApplicable(reason);
      case Observation.Unreadable(var error) -> new Outcome.Failed("cannot be read: " + error);
      case Observation.Seen(var value) ->
          throw new IllegalStateException("a place that was seen was skipped: " + value);
    };
  }

  private void write(Step.Write step) throws IOException {
    var before = Optional.ofNullable(held.get(step.address()));
    var contested =
        cut.at(step.address()).isPresent()
            ? Optional.<Withheld>empty()
            : contention.withheld(step, before, now);
    if (contested.isPresent()) {
      withheld.add(contested.orElseThrow());
      refuse(step, new Outcome.Contested(contested.orElseThrow().sentence()));
      return;
    }
    var previous = previous(step.address());
    var entry = entry(step.address(), step.after(), previous);
    boolean drift = step.drift() && cut.at(step.address()).isEmpty();
    if (drift) {
      entry = entry.repaired(now);
    }
    moves.add(
        new Move(
            new Intent(step.address(), step.settings(), previous, Optional.of(entry)),
            new Move.Goal.Put(step.value()),
            drift ? Optional.of(step.seen()) : Optional.empty(),
            drift ? before.map(JournalEntry::written) : Optional.empty(),
            cut.at(step.address()).isPresent()));
  }

  private void giveBack(Address address, List<OmaUri> settings) throws IOException {
    var entry = held.get(address);
    if (entry == null) {
      throw new IllegalStateException("a place that is not held is to be given back: " + address);
    }
    back.add(
        new Move(
            new Intent(address, settings, previous(address), Optional.empty()),
            new Move.Goal.Back(entry.before()),
            Optional.empty(),
            Optional.empty(),
            cut.at(address).isPresent()));
  }

  private void keep(Step.Keep step) throws IOException {
    var address = step.address();
    if (cut.at(address).isPresent()) {
      var previous = previous(address);
      var entry = entry(address, step.after(), previous);
      moves.add(
          new Move(
              new Intent(address, step.settings(), previous, Optional.of(entry)),
              new Move.Goal.Put(step.after().written()),
              Optional.empty(),
              Optional.empty(),
              true));
      return;
    }
    agreed.add(address);
    var known = held.get(address);
    var entry =
        entry(address, step.after(), known == null ? machine.capture(address) : known.before());
    if (!entry.equals(known)) {
      holds.add(entry);
    }
  }

  /// A place that a crash cut off while it was given back looks as if somebody else had changed it;
  /// giving it back once more makes it exact and lets its owner settle.
  private void leave(Step.Leave step) throws IOException {
    var entry = held.get(step.address());
    boolean ours =
        entry != null
            && cut.at(step.address()).isPresent()
            && seen.get(step.address()) instanceof Observation.Seen(var now)
            && now.sameAs(entry.before().value());
    if (ours) {
      giveBack(step.address(), step.settings());
    } else {
      leaves.add(step);
    }
  }

  private Before previous(Address address) throws IOException {
    var intent = cut.at(address);
    return intent.isPresent() ? intent.orElseThrow().previous() : machine.capture(address);
  }

  /// What the planner says of the hold, with what only the journal knows.
  private JournalEntry entry(Address address, Held after, Before captured) {
    var known = held.get(address);
    return known == null
        ? new JournalEntry(
            address,
            after.settings(),
            captured,
            after.written(),
            after.preexisting(),
            now,
            0,
            Optional.empty())
        : new JournalEntry(
            address,
            after.settings(),
            known.before(),
            after.written(),
            after.preexisting(),
            known.since(),
            known.repairs(),
            known.repairedAt());
  }

  /// What the planner needs of the journal.
  static Held held(JournalEntry entry) {
    return new Held(entry.before().value(), entry.written(), entry.preexisting(), entry.settings());
  }
}
