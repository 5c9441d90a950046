package io.reeve.platform.windows;

import static io.reeve.platform.windows.AccountRule.*;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The rules of an account database in memory, which refuses what Windows refuses. A new one asks
/// for nothing.
final class MemoryAccountPolicy implements AccountPolicy {
  private final Map<AccountRule, Long> rules = new EnumMap<>(AccountRule.class);
  private long kinds;
  long longest = 14;
  final List<String> calls = new ArrayList<>();

  MemoryAccountPolicy() {
    for (var rule : Set.of(MIN_LENGTH, MIN_AGE, HISTORY, LOCKOUT_THRESHOLD)) {
      rules.put(rule, 0L);
    }
    rules.put(MAX_AGE, FOREVER);
    rules.put(LOCKOUT_DURATION, 1800L);
    rules.put(LOCKOUT_WINDOW, 1800L);
  }

  MemoryAccountPolicy given(AccountRule rule, long kept) {
    rules.put(rule, kept);
    return this;
  }

  @Override
  public Map<AccountRule, Long> kept() {
    return new EnumMap<>(rules);
  }

  @Override
  public void keep(Map<AccountRule, Long> wanted) throws IOException {
    if (of(wanted, MIN_AGE) >= of(wanted, MAX_AGE)
        || of(wanted, LOCKOUT_DURATION) < of(wanted, LOCKOUT_WINDOW)) {
      throw WinError.failure("NetUserModalsSet", 87, "" + wanted);
    }
    calls.add("keep");
    rules.putAll(wanted);
  }

  private static long of(Map<AccountRule, Long> rules, AccountRule rule) {
    return Objects.requireNonNull(rules.get(rule));
  }

  @Override
  public Map<AccountRule, Long> inForce() {
    var said = new EnumMap<AccountRule, Long>(AccountRule.class);
    rules.forEach((rule, kept) -> said.put(rule, rule.setting(kept)));
    said.put(COMPLEXITY, kinds);
    return said;
  }

  @Override
  public long longest() {
    return longest;
  }

  @Override
  public void requireKinds(boolean on) {
    calls.add("kinds " + on);
    kinds = on ? 1 : 0;
  }
}
