package io.reeve.core.reconcile;

import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.core.reconcile.Preview.Change;
import io.reeve.core.reconcile.Preview.Place;
import io.reeve.core.reconcile.Preview.Setting;
import io.reeve.core.reconcile.Preview.State;
import io.reeve.policy.Address;
import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.DesiredState;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tells what a pass would do, by planning it as a real one and going no further.
final class Foresight {
  private final Catalog catalog;
  private final Machine machine;
  private final Passes passes;
  private final Trial trial;
  private final Asking asking;

  Foresight(Catalog catalog, Machine machine, Passes passes, Trial trial, Asking asking) {
    this.catalog = catalog;
    this.machine = machine;
    this.passes = passes;
    this.trial = trial;
    this.asking = asking;
  }

  /// What would happen if these values were all that an authority wants.
  Preview preview(Authority authority, Map<OmaUri, Value> wish, Stage stage) {
    var changes = asking.whole(authority, wish);
    var next = asking.after(authority, changes);
    var uris = new LinkedHashSet<OmaUri>();
    changes.forEach(change -> uris.add(change.uri()));
    var ran = passes.foresee(next, uris);
    var moves = ran.prepared().moves();
    var rehearsal = new Rehearsal(machine, stage);
    rehearsal.play(moves);
    var settings = new ArrayList<Setting>();
    for (var change : changes) {
      catalog
          .find(change.uri())
          .ifPresent(match -> settings.add(setting(authority, match, change.value(), ran, next)));
    }
    return new Preview(settings, places(ran), rehearsal.files(), effects(moves), rehearsal.notes());
  }

  private Setting setting(
      Authority authority, Catalog.Match match, Value value, Ran ran, DesiredState next) {
    var uri = match.uri();
    var asked = value.isAbsent() ? Optional.<Value>empty() : Optional.of(value);
    var refused = trial.refusal(authority, uri, value);
    if (refused.isPresent()) {
      return new Setting(match, asked, State.REFUSED, refused.orElseThrow());
    }
    var rank = asking.rank(authority, next, uri);
    if (asked.isPresent() && rank.isPresent()) {
      return new Setting(
          match,
          asked,
          rank.orElseThrow().owned() ? State.OUTRANKED : State.NOT_OWNED,
          rank.orElseThrow().why());
    }
    return switch (ran.outcome(uri)) {
      case Outcome.NotApplicable(var why) -> new Setting(match, asked, State.NOT_APPLICABLE, why);
      case Outcome.Failed(var why) -> new Setting(match, asked, State.FAILED, why);
      case Outcome.Contested(var evidence) ->
          new Setting(match, asked, State.FAILED, "somebody keeps changing it back: " + evidence);
      case Outcome.Pending _,
          Outcome.Applied _,
          Outcome.RolledBack _,
          Outcome.RollbackFailed _,
          Outcome.NotExecuted _ ->
          new Setting(match, asked, isMoved(ran, uri) ? State.CHANGES : State.UNCHANGED, "");
    };
  }

  private static boolean isMoved(Ran ran, OmaUri uri) {
    return ran.prepared().moves().stream().anyMatch(move -> move.settings().contains(uri));
  }

  private List<Place> places(Ran ran) {
    var places = new ArrayList<Place>();
    for (var move : ran.prepared().moves()) {
      var before = catalog.words(move.settings(), move.intent().previous().value());
      places.add(
          switch (move.goal()) {
            case Move.Goal.Put(var value) ->
                new Place(
                    move.address(),
                    move.settings(),
                    Change.WRITE,
                    before,
                    catalog.words(move.settings(), value),
                    "");
            case Move.Goal.Back(var was) ->
                new Place(
                    move.address(),
                    move.settings(),
                    Change.GIVE_BACK,
                    before,
                    catalog.words(move.settings(), was.value()),
                    "");
          });
    }
    for (var leave : ran.prepared().leaves()) {
      places.add(
          new Place(leave.address(), leave.settings(), Change.LEAVE, "", "", leave.reason()));
    }
    return places;
  }

  private List<String> effects(List<Move> moves) {
    var touched = new LinkedHashMap<String, Set<Address>>();
    moves.forEach(move ->
        touched
            .computeIfAbsent(move.address().mechanism(), _ -> new LinkedHashSet<>())
            .add(move.address()));
    var effects = new ArrayList<String>();
    touched.forEach((mechanism, addresses) -> {
      var effect = machine.effect(mechanism, addresses);
      if (!effect.isEmpty()) {
        effects.add(effect);
      }
    });
    return effects;
  }
}
