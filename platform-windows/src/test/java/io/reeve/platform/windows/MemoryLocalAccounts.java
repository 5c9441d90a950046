package io.reeve.platform.windows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Accounts in memory, as a German Windows calls them.
final class MemoryLocalAccounts implements LocalAccounts {
  static final String MACHINE = "S-1-5-21-1-2-3";
  private final Map<String, String> sids = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, Set<String>> members = new TreeMap<>();
  final Set<String> disabled = new HashSet<>();
  final List<String> calls = new ArrayList<>();

  MemoryLocalAccounts() {
    sids.put("Administrator", MACHINE + "-500");
    sids.put("alice", MACHINE + "-1001");
    sids.put("bob", MACHINE + "-1002");
    sids.put("Administratoren", Sid.ADMINISTRATORS);
    sids.put("Benutzer", "S-1-5-32-545");
    members.put("Administratoren", new LinkedHashSet<>(Set.of(MACHINE + "-500")));
    members.put("Benutzer", new LinkedHashSet<>());
  }

  @Override
  public Optional<String> sid(String name) {
    return Optional.ofNullable(sids.get(name));
  }

  @Override
  public Optional<String> group(String sid) {
    return members.keySet().stream().filter(name -> sid.equals(sids.get(name))).findFirst();
  }

  @Override
  public Set<String> members(String group) {
    return new LinkedHashSet<>(members.getOrDefault(group, Set.of()));
  }

  @Override
  public void add(String group, String sid) {
    calls.add("+" + sid);
    members.computeIfAbsent(group, _ -> new LinkedHashSet<>()).add(sid);
  }

  @Override
  public void remove(String group, String sid) {
    calls.add("-" + sid);
    members.computeIfAbsent(group, _ -> new LinkedHashSet<>()).remove(sid);
  }

  @Override
  public String machine() {
    return MACHINE;
  }

  @Override
  public boolean isEnabled(String sid) {
    return sids.containsValue(sid) && !disabled.contains(sid);
  }
}
