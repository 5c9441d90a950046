package io.reeve.core.reconcile;

import io.reeve.core.reconcile.Lifeline.Standing;
import io.reeve.core.reconcile.Preparation.Prepared;
import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.DesiredState;
import io.reeve.policy.OmaUri;
import io.reeve.store.Journal.DesiredBefore;
import io.reeve.store.LocalStore;
import io.reeve.store.Trials;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What of one pass can cut the machine off from the service, and what is done about it.
final class Risk {
  private final List<Move> moves = new ArrayList<>();
  private final Set<OmaUri> risky = new LinkedHashSet<>();
  private final List<DesiredBefore> values = new ArrayList<>();
  private final Map<Authority, Set<String>> disowned = new EnumMap<>(Authority.class);
  private final Standing standing;

  private Risk(Standing standing) {
    this.standing = standing;
  }

  /// A pass that needs no trial: it gives back, finishes or rolls back.
  static Risk none() {
    return new Risk(new Standing.Unknown(""));
  }

  /// Looks at a pass that is about to begin. A repair is no risk: it brings back what the service
  /// was reached with. All of an atomic pass is at risk with any part of it, because it stays
  /// whole.
  ///
  /// @param before the desired values the pass changes, as they were
  static Risk of(
      Catalog catalog,
      Prepared prepared,
      Demands demands,
      boolean atomic,
      List<DesiredBefore> before,
      DesiredState now,
      DesiredState next,
      Lifeline lifeline) {
    var risk = new Risk(lifeline.standing());
    for (var move : prepared.moves()) {
      if (move.found().isEmpty()
          && !move.begun()
          && move.settings().stream().anyMatch(uri -> cuts(catalog, uri))) {
        risk.moves.add(move);
        risk.risky.addAll(move.settings());
      }
    }
    if (!risk.risky.isEmpty() && risk.standing instanceof Standing.Reached) {
      risk.take(demands, atomic, before, now, next);
    }
    return risk;
  }

  private static boolean cuts(Catalog catalog, OmaUri uri) {
    return catalog.find(uri).filter(match -> match.setting().cutsNetwork()).isPresent();
  }

  private void take(
      Demands demands,
      boolean atomic,
      List<DesiredBefore> before,
      DesiredState now,
      DesiredState next) {
    before.stream().filter(each -> atomic || risky.contains(each.uri())).forEach(values::add);
    for (var authority : Authority.values()) {
      if (!now.disownedBy(authority).equals(next.disownedBy(authority))) {
        disowned.put(authority, now.disownedBy(authority));
      }
    }
    if (disowned.isEmpty()) {
      late(demands);
    }
  }

  /// A value that is wanted already and could not be written until now has no older one to go back
  /// to: rolled back, it is withdrawn. One that only shares its place with a change is as it was.
  private void late(Demands demands) {
    var changed = new HashSet<OmaUri>();
    values.forEach(each -> changed.add(each.uri()));
    moves.stream()
        .filter(move -> move.settings().stream().noneMatch(changed::contains))
        .flatMap(move -> move.settings().stream())
        .distinct()
        .flatMap(uri -> Optional.ofNullable(demands.settings().get(uri)).stream())
        .forEach(wanted -> {
          var winner = wanted.effective().wishes().getFirst().authority();
          values.add(new DesiredBefore(winner, wanted.effective().match().uri(), Optional.empty()));
        });
  }

  /// Stores the way back. What is on trial already keeps its own.
  void begin(LocalStore store) {
    if (!values.isEmpty() || !disowned.isEmpty()) {
      var known = store.trials().open();
      values.removeIf(each -> known.values().stream().anyMatch(other -> isSame(each, other)));
      disowned.keySet().removeAll(known.disowned().keySet());
      store.trials().begin(new Trials.Open(values, disowned));
    }
  }

  private static boolean isSame(DesiredBefore one, DesiredBefore other) {
    return one.authority() == other.authority() && one.uri().equals(other.uri());
  }

  /// Whether anything is on trial now that the pass is over. What was not written is not.
  boolean end(LocalStore store, Ran ran) {
    if (!(standing instanceof Standing.Reached)) {
      return false;
    }
    var written = written(ran.made());
    if (written.isEmpty()) {
      store.trials().drop(new Trials.Open(values, disowned));
      return false;
    }
    var idle = values.stream().filter(each -> !isPartOf(each, ran, written)).toList();
    store.trials().drop(new Trials.Open(idle, Map.of()));
    return true;
  }

  /// Of an atomic pass all stays on trial with any part of it.
  private static boolean isPartOf(DesiredBefore value, Ran ran, Set<OmaUri> written) {
    return ran.atomic() || written.contains(value.uri());
  }

  private Set<OmaUri> written(Collection<Move> made) {
    var written = new HashSet<OmaUri>();
    made.forEach(move -> move.settings().stream().filter(risky::contains).forEach(written::add));
    return written;
  }

  /// What people have to know of settings that were written: by address, a sentence.
  Map<OmaUri, String> notes(Ran ran) {
    var notes = new HashMap<OmaUri, String>();
    for (var uri : written(ran.made())) {
      notes.put(
          uri,
          switch (standing) {
            case Standing.Reached(var within) ->
                "It can cut this machine off from the service: it is rolled back if the service is"
                    + " not reached within "
                    + within.toSeconds()
                    + " s.";
            case Standing.Unknown(var reason) ->
                "It can cut this machine off from the service, and nothing rolls it back: "
                    + reason
                    + ".";
          });
    }
    return notes;
  }
}
