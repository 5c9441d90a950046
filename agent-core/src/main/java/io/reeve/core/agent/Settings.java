package io.reeve.core.agent;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.Views;
import io.reeve.core.reconcile.SettingStatus;
import io.reeve.policy.CompliancePolicy;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Setting;
import io.reeve.policy.Spelling;
import io.reeve.policy.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What anyone at the machine may ask about settings. On the loop's thread.
final class Settings {
  private static final int MOST_HISTORY = 50;

  private final Parts parts;

  Settings(Parts parts) {
    this.parts = parts;
  }

  /// What is wanted and, with `all`, every other row.
  List<Views.SettingState> list(boolean all) {
    var wanted = parts.reconciler().settings();
    return Stream.concat(
            wanted.stream().map(SettingViews::state), all ? unwanted(wanted) : Stream.empty())
        .toList();
  }

  private Stream<Views.SettingState> unwanted(List<SettingStatus> wanted) {
    var ids = wanted.stream().map(status -> status.setting().id()).toList();
    return parts.catalog().all().stream()
        .filter(setting -> !ids.contains(setting.id()))
        .flatMap(setting ->
            SettingNames.isMany(setting)
                ? Stream.of(SettingViews.many(setting))
                : parts.reconciler().setting(setting.id()).stream().map(SettingViews::state));
  }

  /// Everything known about one setting.
  ///
  /// @param name its id or address; an id that stands for many is that of the one which is wanted
  /// @throws AgentException when there is none of that name, or several are meant
  Views.Explanation explain(String name) {
    var status = parts.reconciler().setting(address(name)).orElseThrow(() -> noSetting(name));
    var history = parts.store().history().about(status.uri().toString(), MOST_HISTORY);
    return SettingViews.explanation(status, verdictsOn(status), history);
  }

  private String address(String name) {
    var many = parts.catalog().byId(name).filter(SettingNames::isMany);
    if (many.isEmpty()) {
      return name;
    }
    var wanted =
        parts.reconciler().settings().stream()
            .filter(status -> status.setting().id().equals(name))
            .map(status -> status.uri().toString())
            .toList();
    return SettingNames.one(many.get(), wanted);
  }

  private List<Verdict> verdictsOn(SettingStatus status) {
    var rules =
        parts.compliance().policy().stream()
            .flatMap(policy -> policy.rules().stream())
            .filter(rule -> isOn(rule, status.uri()))
            .map(CompliancePolicy.Rule::id)
            .toList();
    return parts.compliance().standing().verdicts().stream()
        .filter(verdict -> rules.contains(verdict.rule()))
        .toList();
  }

  private static boolean isOn(CompliancePolicy.Rule rule, OmaUri uri) {
    return rule.check() instanceof CompliancePolicy.Check.OfSetting on
        && on.uri().isBelow(uri)
        && uri.isBelow(on.uri());
  }

  private AgentException noSetting(String name) {
    var known = new ArrayList<String>();
    parts.catalog().all().stream().map(Setting::id).forEach(known::add);
    parts.catalog().all().stream().map(Setting::uri).forEach(known::add);
    return new AgentException(
        Kind.FAILED,
        "there is no setting '" + name + "'",
        Spelling.nearest(name, known)
            .map(near -> "did you mean '" + near + "'? 'reeve settings --all' lists them")
            .orElse("'reeve settings --all' lists them"));
  }
}
