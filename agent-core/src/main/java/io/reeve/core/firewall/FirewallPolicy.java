package io.reeve.core.firewall;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is asked of the firewall.
///
/// @param values by key: `enabled`, `inbound`, `outbound`, `rule/NAME/FIELD`
public record FirewallPolicy(Map<String, String> values) {
  public static final FirewallPolicy NONE = new FirewallPolicy(Map.of());

  public FirewallPolicy {
    values = Map.copyOf(values);
  }

  public Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /// The same with these keys set or, when empty, unset.
  public FirewallPolicy with(Map<String, Optional<String>> changes) {
    var changed = new TreeMap<>(values);
    changes.forEach((key, value) ->
        value.ifPresentOrElse(text -> changed.put(key, text), () -> changed.remove(key)));
    return new FirewallPolicy(changed);
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  public boolean isOff() {
    return "false".equals(values.get("enabled"));
  }

  /// Whether what comes in unasked is blocked. Rules alone close nothing; being asked to be on
  /// does, for that is what blocks by default.
  public boolean blocksInbound() {
    return value("inbound").map("block"::equals).orElse("true".equals(values.get("enabled")));
  }

  public boolean blocksOutbound() {
    return "block".equals(values.get("outbound"));
  }

  /// The rules that count, for one direction, those that block first: whoever blocks has the last
  /// word.
  ///
  /// @throws IllegalArgumentException when a rule contradicts itself
  public List<FirewallRule> rules(boolean in) {
    var blocks = new ArrayList<FirewallRule>();
    var allows = new ArrayList<FirewallRule>();
    for (var rule : FirewallRule.fields(values).entrySet()) {
      FirewallRule.of(rule.getKey(), rule.getValue())
          .filter(one -> one.in() == in)
          .ifPresent(one -> (one.block() ? blocks : allows).add(one));
    }
    blocks.addAll(allows);
    return blocks;
  }

  /// The rules of both directions.
  public List<FirewallRule> rules() {
    var rules = new ArrayList<>(rules(true));
    rules.addAll(rules(false));
    return rules;
  }
}
