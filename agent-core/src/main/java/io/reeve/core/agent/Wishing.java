package io.reeve.core.agent;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.Voice;
import io.reeve.core.local.WishViews;
import io.reeve.core.reconcile.Configuration.Change;
import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.core.reconcile.SettingStatus;
import io.reeve.policy.Authority;
import io.reeve.policy.OmaUri;
import io.reeve.policy.ProblemsException;
import io.reeve.policy.Value;
import io.reeve.policy.WishList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// What somebody at the machine wants of it, for an authority that is not the service. On the
/// loop's thread.
final class Wishing {
  private static final OmaUri ROOT = new OmaUri(List.of());
  private static final String HINT =
      "nothing was changed; 'reeve settings --all' lists the settings";

  private final Parts parts;

  Wishing(Parts parts) {
    this.parts = parts;
  }

  /// A wish that is understood and not yet made.
  ///
  /// @param changes what is asked for and withdrawn; the whole wish of the authority when `whole`
  /// @param anew whether what was rolled back is tried again
  record Wish(Authority authority, Map<OmaUri, Value> changes, boolean whole, boolean anew) {}

  /// @throws AgentException with every problem of the document
  Wish whole(String document, Voice as) {
    try {
      return new Wish(as.authority(), WishList.parse(parts.catalog(), document), true, false);
    } catch (ProblemsException e) {
      throw refused(e);
    }
  }

  /// @throws AgentException when there is no such setting or it does not take the value
  Wish one(String setting, String value, Voice as) {
    try {
      var match = WishList.setting(parts.catalog(), setting);
      var changes = Map.of(match.uri(), WishList.value(match.setting(), value));
      return new Wish(as.authority(), changes, false, true);
    } catch (ProblemsException e) {
      throw refused(e);
    }
  }

  /// @throws AgentException when there is no such setting
  Wish withdrawal(String setting, Voice as) {
    try {
      var match = WishList.setting(parts.catalog(), setting);
      return new Wish(as.authority(), Map.of(match.uri(), Value.absent()), false, true);
    } catch (ProblemsException e) {
      throw refused(e);
    }
  }

  static AgentException refused(ProblemsException e) {
    return new AgentException(Kind.FAILED, String.join("; ", e.problems()), HINT);
  }

  /// Whether it changes what can cut the way to the service.
  boolean cuts(Wish wish) {
    var now = wanted(wish.authority());
    return Stream.concat(wish.changes().keySet().stream(), gone(wish, now))
        .filter(uri -> !Objects.equals(now.get(uri), wish.changes().get(uri)))
        .flatMap(uri -> parts.catalog().find(uri).stream())
        .anyMatch(match -> match.setting().cutsNetwork());
  }

  private static Stream<OmaUri> gone(Wish wish, Map<OmaUri, Value> now) {
    return now.keySet().stream().filter(uri -> wish.whole() && !wish.changes().containsKey(uri));
  }

  private Map<OmaUri, Value> wanted(Authority authority) {
    return parts.reconciler().wanted(authority, ROOT);
  }

  /// Makes it so, in one pass.
  Map<Change, Outcome> make(Wish wish) {
    if (wish.whole()) {
      return parts.reconciler().apply(wish.authority(), wish.changes());
    }
    var only = wish.changes().entrySet().iterator().next();
    var uri = only.getKey();
    var value = only.getValue();
    if (value.isAbsent() && !wanted(wish.authority()).containsKey(uri)) {
      throw new AgentException(
          Kind.FAILED,
          wish.authority().words() + " does not ask for " + uri,
          "'reeve explain' shows who asks for it");
    }
    if (wish.anew()) {
      parts.reconciler().trial().lift(wish.authority(), uri);
    }
    var change = new Change(uri, value);
    var pass = parts.reconciler().apply(wish.authority(), List.of(change), false);
    return Map.of(change, pass.outcomes().getFirst());
  }

  /// @param trial whether what was on trial stays; empty when nothing was
  WishViews.Wished told(Authority authority, Map<Change, Outcome> made, Optional<Boolean> trial) {
    return new WishViews.Wished(
        word(authority),
        made.entrySet().stream()
            .flatMap(each -> told(authority, each.getKey(), each.getValue()).stream())
            .toList(),
        trial.map(stays -> stays ? "stays" : "rolled-back").orElse("none"));
  }

  private Optional<WishViews.WishedSetting> told(
      Authority authority, Change change, Outcome outcome) {
    return parts
        .reconciler()
        .setting(change.uri().toString())
        .map(status -> told(authority, change, outcome, status));
  }

  private WishViews.WishedSetting told(
      Authority authority, Change change, Outcome outcome, SettingStatus status) {
    return switch (outcome) {
      case Outcome.Applied(boolean written) -> done(authority, change, written, status);
      case Outcome.NotApplicable(var why) -> told(change, status, "not-applicable", why);
      case Outcome.Pending(var what) -> told(change, status, "pending", what);
      case Outcome.Contested(var evidence) -> told(change, status, "contested", evidence);
      case Outcome.Failed(var why) -> told(change, status, "failed", why);
      case Outcome.RollbackFailed(var why) -> told(change, status, "failed", why);
      case Outcome.RolledBack _, Outcome.NotExecuted _ -> told(change, status, "failed", "undone");
    };
  }

  private WishViews.WishedSetting done(
      Authority authority, Change change, boolean written, SettingStatus status) {
    if (status.state() == SettingStatus.State.ROLLED_BACK) {
      return told(change, status, "rolled-back", status.detail());
    }
    if (status.state() == SettingStatus.State.FAILED) {
      return told(change, status, "failed", status.detail());
    }
    if (change.value().isAbsent()) {
      return told(change, status, "withdrawn", "");
    }
    return parts
        .reconciler()
        .outranked(authority, change.uri())
        .map(rank -> told(change, status, rank.owned() ? "outranked" : "not-owned", rank.why()))
        .orElseGet(() -> told(change, status, written ? "applied" : "unchanged", status.detail()));
  }

  private static WishViews.WishedSetting told(
      Change change, SettingStatus status, String state, String detail) {
    var value = change.value();
    return new WishViews.WishedSetting(
        change.uri().toString(),
        status.setting().id(),
        value.isAbsent() ? Optional.empty() : Optional.of(value.wire()),
        state,
        detail);
  }

  /// What would happen if these values were all that an authority wants.
  WishViews.Preview preview(Authority authority, Map<OmaUri, Value> wish) {
    return PreviewView.of(
        word(authority),
        parts.reconciler().preview(authority, new LinkedHashMap<>(wish), parts.stage()));
  }

  private static String word(Authority authority) {
    return authority.name().toLowerCase(Locale.ROOT);
  }
}
