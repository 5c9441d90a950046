package io.reeve.core.reconcile;

import io.reeve.core.spi.Glance;
import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.Observation;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is wanted, and where it stands. Changes nothing.
final class Overview {
  private final Catalog catalog;
  private final Passes passes;
  private final Statuses statuses;
  private final Trial trial;

  Overview(Catalog catalog, Passes passes, Statuses statuses, Trial trial) {
    this.catalog = catalog;
    this.passes = passes;
    this.statuses = statuses;
    this.trial = trial;
  }

  /// As [Reconciler#settings].
  List<SettingStatus> settings() {
    return Glance.during(this::look);
  }

  private List<SettingStatus> look() {
    var demands = passes.demands(passes.desired());
    var effective = demands.effective();
    var uris = new LinkedHashSet<>(effective.keySet());
    uris.addAll(trial.rolledBack());
    return uris.stream()
        .flatMap(uri -> catalog.find(uri).stream())
        .map(match ->
            statuses.status(
                match,
                Optional.ofNullable(effective.get(match.uri())),
                Optional.ofNullable(demands.settings().get(match.uri()))))
        .toList();
  }

  /// As [Reconciler#setting].
  Optional<SettingStatus> setting(String name) {
    var demands = passes.demands(passes.desired());
    return Glance.during(() ->
        match(name)
            .map(match ->
                statuses.status(
                    match,
                    passes.desired().effective(catalog, match.uri()),
                    Optional.ofNullable(demands.settings().get(match.uri())))));
  }

  private Optional<Catalog.Match> match(String name) {
    var byId = catalog.byId(name).map(setting -> setting.uri());
    try {
      return catalog.find(OmaUri.parse(byId.orElse(name)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// As [Configuration#wanted].
  Map<OmaUri, Value> wanted(Authority authority, OmaUri below) {
    var wanted = new LinkedHashMap<OmaUri, Value>();
    passes
        .desired()
        .of(authority)
        .forEach((uri, entry) -> {
          if (uri.isBelow(below)) {
            wanted.put(uri, entry.value());
          }
        });
    return wanted;
  }

  /// As [Reconciler#effective].
  Map<OmaUri, Value> effective(OmaUri below) {
    var effective = new LinkedHashMap<OmaUri, Value>();
    passes
        .demands(passes.desired())
        .settings()
        .forEach((uri, wanted) -> {
          if (uri.isBelow(below)) {
            wanted.effective().value().ifPresent(value -> effective.put(uri, value));
          }
        });
    return effective;
  }

  /// As [Configuration#seen].
  Observation seen(OmaUri uri) {
    var match = catalog.find(uri);
    if (match.isEmpty()) {
      return new Observation.NotApplicable("the catalogue has no setting " + uri);
    }
    var spelt = match.orElseThrow();
    var demands = passes.demands(passes.desired());
    return statuses.seen(spelt, Optional.ofNullable(demands.settings().get(spelt.uri())));
  }
}
