package io.reeve.core.reconcile;

import io.reeve.policy.Address;
import io.reeve.policy.Catalog;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Plan.Step;
import io.reeve.policy.Value;
import io.reeve.store.Contests;
import io.reeve.store.Contests.Contest;
import io.reeve.store.Contests.Meddling;
import io.reeve.store.JournalEntry;
import io.reeve.store.LocalStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Places that somebody keeps changing back. After a few rounds we stop fighting: such a place is
/// contested, looked at by every sweep but not written, until it is found as wanted, [#REST] has
/// passed, its desired value changes, or an administrator says so. What a clock that was set back
/// since puts in the future counts as past.
final class Contention {
  /// So many changes within that time are a fight. The first row is for what reacts at once, the
  /// second for what comes by every half an hour or hour.
  private record Limit(int changes, Duration within) {}

  private static final List<Limit> LIMITS =
      List.of(new Limit(5, Duration.ofMinutes(10)), new Limit(6, Duration.ofHours(12)));

  /// How long a contested place is left alone. Whoever still fights for it then loses it one round
  /// and is recognised at the next.
  static final Duration REST = Duration.ofHours(4);

  /// What failed is not tried again sooner because of an event: the attempt itself may cause one.
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  private final Catalog catalog;
  private final LocalStore store;
  private final Evidence evidence;
  private final Map<OmaUri, Instant> failed = new HashMap<>();

  Contention(Catalog catalog, LocalStore store, Evidence evidence) {
    this.catalog = catalog;
    this.store = store;
    this.evidence = evidence;
  }

  /// A write that is not made, because the place is contested.
  ///
  /// @param begins whether it is from now on
  /// @param last what was found there last, in words
  record Withheld(Step.Write step, Contest contest, boolean begins, String last) {
    Address address() {
      return step.address();
    }

    /// The evidence in words; the same for as long as the contest lasts.
    String sentence() {
      var who = contest.changes().getLast().who();
      var since = contest.since().orElseThrow();
      return "%s was changed back %d times or more since %s, last to %s%s; %s"
          .formatted(
              address().words(),
              contest.changes().size(),
              seconds(contest.changes().getFirst().at()),
              last,
              who.isEmpty() ? "" : " by " + who,
              "it is watched and not written until " + seconds(since.plus(REST)));
    }

    private static Instant seconds(Instant at) {
      return Instant.ofEpochSecond(at.getEpochSecond());
    }
  }

  /// The write, when it must not be made.
  Optional<Withheld> withheld(Step.Write step, Optional<JournalEntry> held, Instant now) {
    var known = store.contests().of(step.address());
    if (known.since().isPresent()) {
      var since = known.since().orElseThrow();
      boolean rested = !since.plus(REST).isAfter(now) || since.isAfter(now);
      return rested ? Optional.empty() : Optional.of(withheld(step, known, false));
    }
    if (!step.drift() || LIMITS.stream().noneMatch(limit -> isReached(limit, known, now))) {
      return Optional.empty();
    }
    var changes = new ArrayList<>(known.changes());
    changes.add(change(step.address(), step.seen(), held, now));
    int surplus = Math.max(0, changes.size() - Contests.MOST);
    var contest = new Contest(changes.subList(surplus, changes.size()), Optional.of(now));
    return Optional.of(withheld(step, contest, true));
  }

  private Withheld withheld(Step.Write step, Contest contest, boolean begins) {
    var last = contest.changes().getLast().found();
    return new Withheld(step, contest, begins, catalog.words(step.settings(), last));
  }

  private static boolean isReached(Limit limit, Contest contest, Instant now) {
    var from = now.minus(limit.within());
    return contest.changes().stream()
            .filter(each -> !each.at().isBefore(from) && !each.at().isAfter(now))
            .count()
        >= limit.changes();
  }

  private Meddling change(Address address, Value found, Optional<JournalEntry> held, Instant now) {
    return new Meddling(now, found, evidence.who(address, held));
  }

  /// Whether an event may make us look there.
  boolean heeds(Address address, Collection<OmaUri> settings, Set<Address> standing, Instant now) {
    return !standing.contains(address)
        && settings.stream().noneMatch(uri -> isRecent(failed.get(uri), now));
  }

  private static boolean isRecent(@Nullable Instant failure, Instant now) {
    return failure != null && failure.isAfter(now.minus(AFTER_FAILURE)) && !failure.isAfter(now);
  }

  /// The places we leave alone.
  Set<Address> standing() {
    return Set.copyOf(store.contests().standing());
  }

  /// Fights for these places again as if nothing had been: whoever fought for them fought against
  /// what was wanted until now.
  void forget(Collection<Address> places) {
    var known = store.contests().known();
    var again = places.stream().filter(known::contains).toList();
    if (!again.isEmpty()) {
      store.transaction(() -> again.forEach(store.contests()::forget));
    }
  }

  /// Remembers what a pass found. In the transaction that concludes it.
  void remember(Ran ran, Instant now) {
    var standing = standing();
    for (var withheld : ran.prepared().withheld()) {
      if (withheld.begins()) {
        store.contests().add(withheld.address(), withheld.contest().changes().getLast());
        store.contests().begin(withheld.address(), now);
      }
    }
    ran.prepared().agreed().stream().filter(standing::contains).forEach(store.contests()::forget);
    for (var unit : ran.units()) {
      if (unit.failed()) {
        continue;
      }
      for (var move : unit.done()) {
        if (standing.contains(move.address())) {
          store.contests().end(move.address());
        }
        move.found().ifPresent(found -> addChange(ran, move.address(), found, now));
      }
    }
    noteFailures(ran, now);
  }

  private void addChange(Ran ran, Address address, Value found, Instant now) {
    var held = Optional.ofNullable(ran.heldBefore().get(address));
    store.contests().add(address, change(address, found, held, now));
  }

  private void noteFailures(Ran ran, Instant now) {
    failed.values().removeIf(at -> !isRecent(at, now));
    for (var unit : ran.units()) {
      if (unit.failed()) {
        unit.moves().forEach(move -> move.settings().forEach(uri -> failed.put(uri, now)));
      }
    }
  }

  /// What the service is to be told of a pass.
  List<Repair> found(Ran ran) {
    var found = new ArrayList<Repair>();
    for (var repair : ran.repairs()) {
      var held = Optional.ofNullable(ran.heldBefore().get(repair.address()));
      found.add(repair.by(evidence.who(repair.address(), held)));
    }
    for (var withheld : ran.prepared().withheld()) {
      if (withheld.begins()) {
        found.add(Repair.contested(withheld, ran.heldBefore().get(withheld.address())));
      }
    }
    return found;
  }
}
