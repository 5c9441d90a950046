package io.reeve.core.reconcile;

import io.reeve.core.reconcile.SettingStatus.Place;
import io.reeve.core.reconcile.SettingStatus.State;
import io.reeve.policy.Address;
import io.reeve.policy.Catalog;
import io.reeve.policy.DesiredState.Effective;
import io.reeve.policy.Observation;
import io.reeve.policy.Setting.Places;
import io.reeve.policy.Value;
import io.reeve.store.JournalEntry;
import io.reeve.store.LocalStore;
import io.reeve.store.Outcomes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks at settings and tells where they stand. Writes nothing.
final class Statuses {
  private final Catalog catalog;
  private final String os;
  private final Machine machine;
  private final LocalStore store;
  private final Trial trial;
  private final Restarts restarts;

  Statuses(
      Catalog catalog,
      String os,
      Machine machine,
      LocalStore store,
      Trial trial,
      Restarts restarts) {
    this.catalog = catalog;
    this.os = os;
    this.machine = machine;
    this.store = store;
    this.trial = trial;
    this.restarts = restarts;
  }

  /// What is in force, in the setting's own terms.
  ///
  /// @param places where to look
  Observation seen(Catalog.Match match, Map<Address, Observation> places, Optional<Value> wanted) {
    return switch (match.places(os)) {
      case Places.NotApplicable(var reason) when places.isEmpty() ->
          new Observation.NotApplicable(reason);
      case Places.NotApplicable _, Places.At _ -> match.observed(os, places, wanted);
    };
  }

  Observation seen(Catalog.Match match, Optional<Demands.Wanted> wanted) {
    return seen(match, look(match, wanted), wanted.flatMap(each -> each.effective().value()));
  }

  private Map<Address, Observation> look(Catalog.Match match, Optional<Demands.Wanted> wanted) {
    var seen = new LinkedHashMap<Address, Observation>();
    addresses(match, wanted).forEach(address -> seen.put(address, machine.look(address)));
    return seen;
  }

  /// The row's places; those of the wanted value when they depend on it.
  private List<Address> addresses(Catalog.Match match, Optional<Demands.Wanted> wanted) {
    return switch (match.places(os)) {
      case Places.At(var addresses) -> addresses;
      case Places.NotApplicable _ ->
          wanted.stream()
              .flatMap(each -> each.targets().stream())
              .map(target -> target.address())
              .toList();
    };
  }

  /// @param effective who asks for it; empty when nobody does
  /// @param wanted what that means for this system; empty when nobody with a say asks
  SettingStatus status(
      Catalog.Match match, Optional<Effective> effective, Optional<Demands.Wanted> wanted) {
    var looked = look(match, wanted);
    var places = looked.keySet().stream().map(each -> place(each, looked, wanted)).toList();
    var standing = standing(match, effective, wanted, places);
    return new SettingStatus(
        match.uri(),
        match.setting(),
        effective.flatMap(Effective::value),
        effective.map(Effective::wishes).orElse(List.of()),
        effective.map(Effective::why).orElse(""),
        seen(match, looked, effective.flatMap(Effective::value)),
        standing.state(),
        standing.detail(),
        match.setting().reboot()
            && places.stream()
                .anyMatch(each -> restarts.isNeeded(match.uri(), each.address(), each.seen())),
        places);
  }

  private Place place(
      Address address, Map<Address, Observation> looked, Optional<Demands.Wanted> wanted) {
    var held = store.journal().held(address);
    var target =
        wanted.stream()
            .flatMap(each -> each.targets().stream())
            .filter(each -> each.address().equals(address))
            .map(each -> each.value())
            .findFirst();
    return new Place(
        address,
        target,
        looked.getOrDefault(address, new Observation.Unreadable("not looked at")),
        held.map(entry -> entry.before().value()),
        held.map(JournalEntry::repairs).orElse(0),
        held.isEmpty() ? List.of() : store.contests().of(address).changes(),
        machine.files(address).stream().sorted().toList());
  }

  private record Standing(State state, String detail) {}

  private Standing standing(
      Catalog.Match match,
      Optional<Effective> effective,
      Optional<Demands.Wanted> wanted,
      List<Place> places) {
    if (match.setting().readOnly()) {
      return new Standing(State.READ_ONLY, trouble(places));
    }
    if (wanted.isEmpty()) {
      return unwanted(match, effective);
    }
    var counting = places.stream().filter(place -> !isIdle(place, wanted.orElseThrow())).toList();
    var notApplicable = wanted.orElseThrow().notApplicable().or(() -> missing(counting));
    if (notApplicable.isPresent()) {
      return new Standing(State.NOT_APPLICABLE, notApplicable.orElseThrow());
    }
    var differing = counting.stream().filter(place -> !holds(place)).toList();
    if (differing.isEmpty()) {
      return trial
          .rolledBack(match.uri())
          .map(why -> new Standing(State.ROLLED_BACK, why))
          .orElseGet(() -> new Standing(State.APPLIED, note(match)));
    }
    return store
        .outcomes()
        .get(match.uri())
        .flatMap(Statuses::lastAttempt)
        .orElseGet(() -> differing(match, differing.getFirst()));
  }

  /// What was asked for may still be on its way back.
  private Standing unwanted(Catalog.Match match, Optional<Effective> effective) {
    var last = store.outcomes().get(match.uri());
    if (last.isPresent() && last.get().state() == Outcomes.State.PENDING) {
      return new Standing(State.PENDING, last.get().detail());
    }
    return trial
        .rolledBack(match.uri())
        .map(why -> rolledBack(match, why))
        .orElseGet(() ->
            effective
                .map(each -> new Standing(State.NOT_OWNED, each.why()))
                .orElseGet(() -> new Standing(State.NOT_WANTED, "")));
  }

  private Standing rolledBack(Catalog.Match match, String why) {
    return trial
        .trouble(match.uri())
        .map(error -> new Standing(State.FAILED, why + "; it is not as it was yet: " + error))
        .orElseGet(() -> new Standing(State.ROLLED_BACK, why));
  }

  private static Optional<Standing> lastAttempt(Outcomes.Outcome last) {
    return switch (last.state()) {
      case FAILED -> Optional.of(new Standing(State.FAILED, last.detail()));
      case PENDING -> Optional.of(new Standing(State.PENDING, last.detail()));
      case CONTESTED -> Optional.of(new Standing(State.CONTESTED, last.detail()));
      case APPLIED, NOT_APPLICABLE -> Optional.empty();
    };
  }

  /// A place that counts only where the machine can hold it, and this one cannot.
  private static boolean isIdle(Place place, Demands.Wanted wanted) {
    return place.seen() instanceof Observation.NotApplicable
        && wanted.targets().stream()
            .anyMatch(target -> target.optional() && target.address().equals(place.address()));
  }

  /// What was said when it was written, or that it is on trial.
  private String note(Catalog.Match match) {
    if (trial.isOn(match.uri())) {
      return "on trial: it is rolled back unless the service answers soon";
    }
    return store
        .outcomes()
        .get(match.uri())
        .filter(last -> last.state() == Outcomes.State.APPLIED)
        .map(Outcomes.Outcome::detail)
        .orElse("");
  }

  /// Why there is nothing to tell; empty when there is.
  private static String trouble(List<Place> places) {
    for (var place : places) {
      switch (place.seen()) {
        case Observation.NotApplicable(var reason) -> {
          return reason;
        }
        case Observation.Unreadable(var error) -> {
          return error;
        }
        case Observation.Seen _ -> {}
      }
    }
    return "";
  }

  private static Optional<String> missing(List<Place> places) {
    for (var place : places) {
      if (place.seen() instanceof Observation.NotApplicable(var reason)) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }

  private static boolean holds(Place place) {
    return place
        .wanted()
        .map(value -> place.seen() instanceof Observation.Seen(var now) && now.sameAs(value))
        .orElse(true);
  }

  private Standing differing(Catalog.Match match, Place place) {
    var settings = List.of(match.uri());
    var wanted = place.wanted().map(value -> catalog.words(settings, value)).orElse("");
    return switch (place.seen()) {
      case Observation.Unreadable(var error) ->
          new Standing(State.FAILED, place.address().words() + " cannot be read: " + error);
      case Observation.NotApplicable(var reason) -> new Standing(State.NOT_APPLICABLE, reason);
      case Observation.Seen(var value) ->
          new Standing(
              State.DRIFTED,
              "%s is %s; wanted is %s"
                  .formatted(place.address().words(), catalog.words(settings, value), wanted));
    };
  }
}
