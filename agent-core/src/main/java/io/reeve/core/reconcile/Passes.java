package io.reeve.core.reconcile;

import io.reeve.core.reconcile.Preparation.Prepared;
import io.reeve.policy.Catalog;
import io.reeve.policy.DesiredState;
import io.reeve.policy.OmaUri;
import io.reeve.store.Intent;
import io.reeve.store.Journal;
import io.reeve.store.Journal.DesiredBefore;
import io.reeve.store.JournalEntry;
import io.reeve.store.LocalStore;
import io.reeve.store.StoreException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs passes: look, plan, store, write, settle, look again, journal. Owns the desired state.
final class Passes {
  private final Catalog catalog;
  private final String os;
  private final Machine machine;
  private final LocalStore store;
  private final Clock clock;
  private final Accounts accounts;
  private final Chronicle chronicle;
  private Lifeline lifeline = Lifeline.none("no service is known to this agent");
  private final Contention contention;
  private final Restarts restarts;
  private DesiredState desired;
  private @Nullable Meaning meaning;
  private boolean cutOff;

  private record Meaning(DesiredState state, Demands demands) {}

  Passes(
      Catalog catalog,
      String os,
      Machine machine,
      LocalStore store,
      Contention contention,
      Restarts restarts,
      Clock clock) {
    this.catalog = catalog;
    this.os = os;
    this.machine = machine;
    this.store = store;
    this.contention = contention;
    this.restarts = restarts;
    this.clock = clock;
    this.accounts = new Accounts(store);
    this.chronicle = new Chronicle(catalog, store);
    this.desired = store.desired().load();
  }

  DesiredState desired() {
    return desired;
  }

  /// From now on changes that can cut the way to the service are put on trial.
  void guard(Lifeline way) {
    lifeline = way;
  }

  /// Whether the store failed, or a defect showed, after a pass had begun: what the machine holds
  /// is then known only to the next start's recovery.
  boolean isCutOff() {
    return cutOff;
  }

  /// Takes back an atomic pass that a crash cut off.
  void takeBack(Journal.Pass pass) {
    desired = new Recovery(machine, store).takeBack(pass, desired);
  }

  /// What a state means; made once for each, since a state never changes.
  Demands demands(DesiredState state) {
    if (meaning == null || !meaning.state().equals(state)) {
      meaning = new Meaning(state, new Demands(catalog, os, state));
    }
    return meaning.demands();
  }

  List<JournalEntry> held() {
    return store.journal().held();
  }

  /// The time to put on what is stored, no finer than the store keeps it.
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /// What is not over: passes that a crash cut off, until they are recovered, and work that goes on
  /// after its pass. To the journal these are the same, so that a crash during such work is one
  /// more look at it.
  Cut open() {
    return new Cut(store.journal().unfinished());
  }

  /// Takes the desired state and makes the machine so, for these settings and all that have to be
  /// planned with them.
  ///
  /// @throws StoreException when what is there now could not be stored; nothing has been written
  ///   then
  Ran run(DesiredState next, Set<OmaUri> settings, boolean atomic) {
    return run(next, settings, atomic, () -> {});
  }

  /// As [#run].
  ///
  /// @param also done in the transaction that stores for good what is wanted: that of the beginning
  ///   or, for an atomic pass, that of the end, if it stands
  Ran run(DesiredState next, Set<OmaUri> settings, boolean atomic, Runnable also) {
    return run(next, settings, atomic, Optional.of(lifeline), also);
  }

  /// As [#run], for a way back: nothing of it is put on trial.
  Ran goBack(DesiredState next, Set<OmaUri> settings, Runnable also) {
    return run(next, settings, false, Optional.empty(), also);
  }

  private Ran run(
      DesiredState next,
      Set<OmaUri> settings,
      boolean atomic,
      Optional<Lifeline> way,
      Runnable also) {
    takeUp(next, settings, atomic);
    var outlook = outlook(next, settings);
    var demands = outlook.demands();
    var held = outlook.held();
    var scope = outlook.scope();
    var cut = outlook.cut();
    var prepared = outlook.prepared();
    if (atomic && prepared.isRefused()) {
      return new Ran(scope, demands, held, prepared, List.of(), List.of(), atomic, false);
    }
    var before = Difference.of(desired, next);
    var stuck = new Recovery(machine, store).putBack(cut.given(prepared.refused().keySet()));
    var risk =
        way.map(line -> Risk.of(catalog, prepared, demands, atomic, before, desired, next, line))
            .orElseGet(Risk::none);
    Runnable more =
        () -> {
          risk.begin(store);
          if (!atomic) {
            also.run();
          }
        };
    long pass = begin(next, prepared, before, atomic, cut, stuck, more);
    return toTheEnd(() -> {
      var units = new Execution(catalog, machine, prepared.moves(), atomic).run();
      boolean stands = !atomic || units.stream().noneMatch(Unit::broken);
      var ran = new Ran(scope, demands, held, prepared, units, before, atomic, stands);
      Runnable last = atomic && stands ? also : () -> {};
      if (conclude(ran, pass, next, risk, last)) {
        way.ifPresent(Lifeline::onTrial);
      }
      return ran;
    });
  }

  /// A pass that has begun ends, or the agent does: what it did is then known only to the next
  /// start's recovery, and no other pass may be built on it.
  private <T> T toTheEnd(Supplier<T> work) {
    try {
      return work.get();
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      if (!cutOff) {
        throw e;
      }
      throw new StoreException(
          "a defect ended a pass before it was written down: " + e,
          "the next start of the agent finishes it or takes it back",
          e);
    }
  }

  /// What is wanted anew is fought for anew, and a group that is all or nothing needs all its
  /// places.
  private void takeUp(DesiredState wanted, Set<OmaUri> settings, boolean atomic) {
    var now = demands(desired);
    var next = demands(wanted);
    var anew = new LinkedHashSet<>(settings);
    anew.removeIf(uri -> !atomic && now.value(uri).equals(next.value(uri)));
    contention.forget(next.places(anew, List.of()));
  }

  /// What a pass would do: planned as a real one, and nothing stored or written.
  Ran foresee(DesiredState next, Set<OmaUri> settings) {
    var plan = outlook(next, settings);
    return new Ran(
        plan.scope(),
        plan.demands(),
        plan.held(),
        plan.prepared(),
        List.of(),
        List.of(),
        false,
        true);
  }

  private Outlook outlook(DesiredState next, Set<OmaUri> settings) {
    return new Planning(catalog, machine, contention, now())
        .outlook(demands(next), settings, held(), open());
  }

  /// Stores what is wanted and the way back of every move, durably, before the first write.
  ///
  /// @param stuck cut-off places that could not be put back: they stay ours
  /// @param also done in the same transaction
  private long begin(
      DesiredState next,
      Prepared prepared,
      List<DesiredBefore> before,
      boolean atomic,
      Cut cut,
      Set<Intent> stuck,
      Runnable also) {
    var intents = prepared.moves().stream().map(Move::intent).toList();
    long pass =
        store.transaction(() -> {
          store.desired().save(desired, next);
          also.run();
          cut.passes().forEach(old -> store.journal().end(old.id()));
          stuck.forEach(intent -> intent.after().ifPresent(store.journal()::hold));
          return intents.isEmpty() ? -1 : store.journal().begin(atomic, before, intents, now());
        });
    cutOff = true;
    return pass;
  }

  /// Writes down how a pass went.
  ///
  /// @param also done in the same transaction, last
  /// @return whether something is on trial now
  private boolean conclude(Ran ran, long pass, DesiredState next, Risk risk, Runnable also) {
    boolean onTrial =
        store.transaction(() -> {
          accounts.settle(ran);
          if (ran.stands()) {
            ran.prepared().holds().forEach(store.journal()::hold);
            ran.prepared().leaves().forEach(leave -> store.journal().release(leave.address()));
          } else {
            store.desired().save(next, desired);
          }
          if (pass >= 0) {
            store.journal().end(pass);
          }
          accounts.carryOn(ran, now());
          contention.remember(ran, now());
          restarts.remember(ran);
          chronicle.tell(ran, now(), risk.notes(ran));
          boolean stillOpen = risk.end(store, ran);
          also.run();
          return stillOpen;
        });
    cutOff = false;
    if (ran.stands()) {
      desired = next;
    }
    return onTrial;
  }

  /// Takes a pass back: desired state, machine and journal, in reverse order.
  ///
  /// @param also done in the transaction that writes down how that went
  /// @return whether all of it could be
  boolean undo(Ran ran, Runnable also) {
    var next = DesiredBefore.restore(desired, ran.desiredBefore());
    var undo = new Undo(machine, ran.heldBefore());
    var prepared = undo.of(ran);
    var before = Difference.of(desired, next);
    long pass =
        begin(next, prepared, before, false, open().within(ran.scope()), Set.of(), () -> {});
    return toTheEnd(() -> {
      var units = new Execution(catalog, machine, prepared.moves(), false).run();
      var undone =
          new Ran(ran.scope(), demands(next), Map.of(), prepared, units, before, false, true);
      Runnable more =
          () -> {
            accounts.restoreHolds(ran);
            also.run();
          };
      var _ = conclude(undone, pass, next, Risk.none(), more);
      return undo.complete() && units.stream().noneMatch(Unit::failed);
    });
  }
}
