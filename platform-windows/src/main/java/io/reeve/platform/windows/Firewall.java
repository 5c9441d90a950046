package io.reeve.platform.windows;

import io.reeve.core.firewall.FirewallFields;
import io.reeve.core.firewall.FirewallKeys;
import io.reeve.core.firewall.FirewallPolicy;
import io.reeve.core.firewall.FirewallRule;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.platform.windows.WindowsFirewall.Switch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/// What is asked of Windows' firewall, and what of it is in force.
///
/// The fields of our rules come one by one, so they are remembered in a key of ours; the firewall
/// gets the rules that count, whole. Of the profiles nothing is remembered: they always have a
/// value.
final class Firewall implements FirewallKeys {
  static final RegistryKey MEMORY = RegistryKey.machine("SOFTWARE\\Reeve\\Firewall");
  private static final Duration LASTING = Duration.ofSeconds(2);
  private static final String NO_LOCAL_RULES = "AllowLocalPolicyMerge";

  private final WindowsFirewall windows;
  private final Registry registry;
  private final SecurityCenter center;
  private final Clock clock;
  private final AtomicReference<Seen> seen =
      new AtomicReference<>(new Seen(Instant.EPOCH, Set.of()));

  /// Our rules as they were a moment ago. Windows has hundreds of others to look through, and every
  /// field of every rule is asked for in one pass.
  private record Seen(Instant at, Set<WindowsRule> rules) {}

  Firewall(WindowsFirewall windows, Registry registry, SecurityCenter center, Clock clock) {
    this.windows = windows;
    this.registry = registry;
    this.center = center;
    this.clock = clock;
  }

  /// What a group policy says; empty when it leaves it to the machine.
  private Optional<Boolean> policy(FirewallProfile profile, Switch which) throws IOException {
    return registry
        .value(profile.policy(), which.policy)
        .flatMap(RegistryData::number)
        .map(number -> number != 0);
  }

  /// What is in force. Where a firewall of somebody else is in charge and in good health, the
  /// profile counts as on: Windows' own is off then on purpose.
  boolean is(FirewallProfile profile, Switch which) throws IOException {
    var decided = policy(profile, which);
    if (decided.isPresent()) {
      return decided.get();
    }
    boolean own = windows.is(profile, which);
    return own || (which == Switch.ENABLED && center.hasOtherFirewall());
  }

  /// What this machine has it set to, whoever decides.
  boolean own(FirewallProfile profile, Switch which) throws IOException {
    return windows.is(profile, which);
  }

  /// Sets it as it was before us, whoever decides now: this machine's own setting is ours to put
  /// back, and a group policy or another firewall goes on to decide what is in force.
  void putBack(FirewallProfile profile, Switch which, boolean on) throws IOException {
    if (windows.is(profile, which) != on) {
      windows.set(profile, which, on);
    }
  }

  void set(FirewallProfile profile, Switch which, boolean on) throws IOException {
    if (windows.is(profile, which) == on && policy(profile, which).isEmpty()) {
      return;
    }
    if (policy(profile, which).isPresent()) {
      throw new IOException(
          "a group policy decides this (" + profile.policy() + "\\" + which.policy + ")");
    }
    if (which == Switch.ENABLED && on && center.hasOtherFirewall()) {
      throw new NotApplicableException("another firewall is in charge: " + center.otherFirewalls());
    }
    windows.set(profile, which, on);
  }

  /// What was asked of our rules, by keys such as `rule/NAME/FIELD`.
  FirewallPolicy asked() throws IOException {
    var values = new HashMap<String, String>();
    for (var name : registry.names(MEMORY)) {
      registry
          .value(MEMORY, name)
          .flatMap(RegistryData::text)
          .ifPresent(text -> values.put(name, text));
    }
    return new FirewallPolicy(values);
  }

  @Override
  public Optional<String> made(String key) throws IOException {
    return asked().value(key);
  }

  @Override
  public void change(String key, Optional<String> value) throws IOException {
    var now = registry.value(MEMORY, key).flatMap(RegistryData::text);
    if (now.equals(value)) {
      return;
    }
    if (value.isPresent()) {
      registry.set(MEMORY, key, RegistryData.text(Advapi32Registry.REG_SZ, value.get()));
    } else {
      registry.delete(MEMORY, key);
    }
  }

  /// A registry's key is watched, and no file.
  @Override
  public Set<Path> files() {
    return Set.of();
  }

  /// What was asked of a rule's field, if the rule is as asked, and nothing else goes by its name.
  /// Of a rule that cannot be held, and so is left out, only `enabled` says so: the other fields
  /// may be what has to be changed. So does one that should be gone and is there.
  @Override
  public Optional<String> value(String key) throws IOException {
    var rule = FirewallFields.rule(key);
    var asked = asked();
    var fields = FirewallRule.fields(asked.values(), rule);
    List<WindowsRule> wanted;
    try {
      wanted = made(rule, fields);
    } catch (NotApplicableException e) {
      if (key.endsWith("/enabled")) {
        throw e;
      }
      return asked.value(key);
    }
    var there = named(rule, asked);
    if (wanted.isEmpty() && !there.isEmpty()) {
      return key.endsWith("/enabled") ? Optional.of("true") : Optional.empty();
    }
    boolean holds = there.equals(normal(wanted)) && (wanted.isEmpty() || !ignored(fields));
    return holds ? asked.value(key) : Optional.empty();
  }

  /// The rules of Windows that go by the name of one of ours.
  private Set<WindowsRule> named(String rule, FirewallPolicy asked) throws IOException {
    var names = new HashSet<>(WindowsRule.names(rule));
    for (var other : FirewallRule.fields(asked.values()).keySet()) {
      if (!other.equals(rule)) {
        WindowsRule.names(other).stream()
            .filter(name -> name.endsWith(":" + other))
            .forEach(names::remove);
      }
    }
    return ours().stream().filter(each -> names.contains(each.name())).collect(Collectors.toSet());
  }

  private Set<WindowsRule> ours() throws IOException {
    var last = seen.get();
    if (clock.instant().isBefore(last.at.plus(LASTING)) && !clock.instant().isBefore(last.at)) {
      return last.rules;
    }
    var now = new Seen(clock.instant(), normal(windows.rules()));
    seen.set(now);
    return now.rules;
  }

  private void forget() {
    seen.set(new Seen(Instant.EPOCH, Set.of()));
  }

  private static Set<WindowsRule> normal(List<WindowsRule> rules) {
    return rules.stream().map(WindowsRule::normal).collect(Collectors.toSet());
  }

  /// A rule counts when it is enabled and says what it is for.
  private static List<WindowsRule> made(String rule, Map<String, String> fields)
      throws IOException {
    boolean says = fields.keySet().stream().anyMatch(WindowsRule::isCondition);
    if (!"true".equals(fields.get("enabled")) || !says) {
      return List.of();
    }
    try {
      return WindowsRule.of(rule, fields);
    } catch (IllegalArgumentException e) {
      throw new NotApplicableException(String.valueOf(e.getMessage()));
    }
  }

  private static List<WindowsRule> held(String rule, Map<String, String> fields)
      throws IOException {
    try {
      return made(rule, fields);
    } catch (NotApplicableException _) {
      return List.of();
    }
  }

  /// Whether a group policy lets none of this machine's own rules count where this one is for.
  private boolean ignored(Map<String, String> fields) throws IOException {
    int profiles = Integer.parseInt(fields.getOrDefault("profiles", "7"));
    for (var profile : FirewallProfile.values()) {
      boolean here = profiles == 0 || (profiles & profile.number) != 0;
      var merge = registry.value(profile.policy(), NO_LOCAL_RULES).flatMap(RegistryData::number);
      if (here && merge.filter(number -> number == 0).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /// Makes the rules of Windows those that were asked for. A rule that cannot be held is left out
  /// whole; its fields then say so.
  void settle() throws IOException {
    var wanted = new ArrayList<WindowsRule>();
    for (var rule : FirewallRule.fields(asked().values()).entrySet()) {
      wanted.addAll(held(rule.getKey(), rule.getValue()));
    }
    var goal = normal(wanted);
    var there = windows.rules();
    var wrong = new HashSet<String>();
    there.stream()
        .filter(rule -> !goal.contains(rule.normal()))
        .forEach(rule -> wrong.add(rule.name()));
    var right =
        there.stream()
            .filter(rule -> !wrong.contains(rule.name()))
            .map(WindowsRule::normal)
            .collect(Collectors.toSet());
    var missing = wanted.stream().filter(rule -> !right.contains(rule.normal())).toList();
    if (!wrong.isEmpty() || !missing.isEmpty()) {
      try {
        windows.change(List.copyOf(wrong), missing);
      } finally {
        // What somebody has read meanwhile was of before, or half of it.
        forget();
      }
    }
  }

  Watching watch(Mechanism.Listener listener) throws IOException {
    var keys = new HashSet<RegistryKey>();
    for (var profile : FirewallProfile.values()) {
      keys.add(profile.own());
      keys.add(profile.policy());
    }
    keys.add(RegistryKey.machine(FirewallProfile.KEPT + "\\FirewallRules"));
    return registry.watch(() -> keys, forgetful(listener));
  }

  /// What was seen a moment ago is no longer true when something has changed.
  private Mechanism.Listener forgetful(Mechanism.Listener listener) {
    return new Mechanism.Listener() {
      @Override
      public void changed(String by) {
        forget();
        listener.changed(by);
      }

      @Override
      public void lost(String why) {
        listener.lost(why);
      }
    };
  }
}
