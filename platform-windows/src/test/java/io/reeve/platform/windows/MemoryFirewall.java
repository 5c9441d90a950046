package io.reeve.platform.windows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A firewall of Windows in memory: on, blocking what comes in. It writes addresses as Windows
/// does.
final class MemoryFirewall implements WindowsFirewall {
  private final Map<FirewallProfile, Set<Switch>> on = new HashMap<>();
  final List<WindowsRule> rules = new ArrayList<>();
  final List<String> calls = new ArrayList<>();
  Runnable meanwhile = () -> {};
  boolean stuck;

  MemoryFirewall() {
    for (var profile : FirewallProfile.values()) {
      on.put(profile, EnumSet.of(Switch.ENABLED, Switch.INBOUND));
    }
  }

  private Set<Switch> of(FirewallProfile profile) {
    return on.computeIfAbsent(profile, _ -> EnumSet.noneOf(Switch.class));
  }

  @Override
  public boolean is(FirewallProfile profile, Switch which) {
    return of(profile).contains(which);
  }

  @Override
  public void set(FirewallProfile profile, Switch which, boolean wanted) {
    calls.add(profile + " " + which + " " + wanted);
    if (wanted) {
      of(profile).add(which);
    } else {
      of(profile).remove(which);
    }
  }

  @Override
  public List<WindowsRule> rules() {
    return List.copyOf(rules);
  }

  @Override
  public void change(List<String> removed, List<WindowsRule> added) throws IOException {
    meanwhile.run();
    if (stuck) {
      throw new IOException("somebody else has a firewall rule of that name too");
    }
    calls.add("removed " + removed + ", added " + added.stream().map(WindowsRule::name).toList());
    rules.removeIf(rule -> removed.contains(rule.name()));
    added.stream().map(MemoryFirewall::asWindowsWritesIt).forEach(rules::add);
  }

  private static WindowsRule asWindowsWritesIt(WindowsRule rule) {
    return new WindowsRule(
        rule.name(),
        rule.description(),
        rule.in(),
        rule.block(),
        rule.protocol(),
        rule.localPorts(),
        rule.remotePorts(),
        rule.localAddresses(),
        rule.remoteAddresses().matches("[0-9.]+")
            ? rule.remoteAddresses() + "/255.255.255.255"
            : rule.remoteAddresses(),
        rule.program(),
        rule.interfaces(),
        rule.profiles(),
        rule.more());
  }
}
