package io.reeve.platform.linux;

import io.reeve.core.firewall.FirewallPolicy;
import io.reeve.core.firewall.FirewallRule;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What was made of the firewall and what is in force of it, as of a moment.
///
/// @param stamp the same as long as nothing has changed that tells of its change
/// @param at when that was
/// @param lasting how long it can be relied on
/// @param backend who is in charge
/// @param leftOut why rules are not counted, by name
record FirewallState(
    List<Object> stamp,
    Instant at,
    Duration lasting,
    SavedFirewall saved,
    FirewallBackend backend,
    Map<String, String> leftOut,
    FirewallBackend.Standing standing) {

  boolean isGood(Instant now) {
    return !now.isBefore(at) && now.isBefore(at.plus(lasting));
  }

  /// Whether another back end has come to be in charge than the one all was made with.
  static boolean isMoved(SavedFirewall saved, FirewallBackend backend) {
    return !saved.backend().isEmpty() && !saved.backend().equals(backend.name());
  }

  boolean isMoved() {
    return isMoved(saved, backend);
  }

  /// What a key has in force.
  Optional<String> value(String key) {
    if (!isOfRule(key)) {
      return Optional.ofNullable(standing.keys().get(key));
    }
    var name = name(key);
    var fields = fields(name);
    boolean counts = !leftOut.containsKey(name) && FirewallRule.of(name, fields).isPresent();
    return isMoved() || (counts && !standing.rules().contains(name))
        ? Optional.empty()
        : Optional.ofNullable(fields.get(field(key)));
  }

  /// Why a key cannot be had here; empty when it can. Whether a rule counts is what its `enabled`
  /// is about, so that says why it does not; but not where that is all that is left of the rule, or
  /// it could never be taken away.
  Optional<String> whyNot(String key) {
    if (!isOfRule(key) || !field(key).equals("enabled")) {
      return Optional.empty();
    }
    var name = name(key);
    return fields(name).keySet().equals(Set.of("enabled"))
        ? Optional.empty()
        : Optional.ofNullable(leftOut.get(name))
            .or(() -> Optional.ofNullable(standing.overruled().get(name)));
  }

  private Map<String, String> fields(String rule) {
    return FirewallRule.fields(saved.policy().values(), rule);
  }

  /// The policy as far as it is in force. What somebody else took away is not ours any more: it
  /// comes back when it is asked for again. Whoever has just come to be in charge takes over all.
  FirewallPolicy policy() {
    var standing = new HashMap<>(saved.policy().values());
    if (!isMoved()) {
      standing
          .entrySet()
          .removeIf(each -> !value(each.getKey()).equals(Optional.of(each.getValue())));
    }
    return new FirewallPolicy(standing);
  }

  /// Why that back end leaves out rules of a policy, by their names.
  static Map<String, String> leftOut(FirewallPolicy policy, FirewallBackend backend) {
    var leftOut = new HashMap<String, String>();
    FirewallRule.fields(policy.values())
        .forEach((name, fields) -> {
          try {
            FirewallRule.of(name, fields);
            backend.refusal(fields).ifPresent(why -> leftOut.put(name, why));
          } catch (IllegalArgumentException e) {
            leftOut.put(name, String.valueOf(e.getMessage()));
          }
        });
    return leftOut;
  }

  /// A policy without the rules that are left out.
  static FirewallPolicy counted(FirewallPolicy policy, Map<String, String> leftOut) {
    var counted = new HashMap<>(policy.values());
    counted.keySet().removeIf(key -> isOfRule(key) && leftOut.containsKey(name(key)));
    return new FirewallPolicy(counted);
  }

  /// What was made and counted.
  FirewallPolicy counted() {
    return counted(saved.policy(), leftOut);
  }

  private static boolean isOfRule(String key) {
    return key.startsWith("rule/");
  }

  private static String name(String key) {
    return key.substring("rule/".length(), key.lastIndexOf('/'));
  }

  private static String field(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }
}
