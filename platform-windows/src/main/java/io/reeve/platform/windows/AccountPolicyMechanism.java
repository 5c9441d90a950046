package io.reeve.platform.windows;

import static io.reeve.platform.windows.AccountRule.*;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rules for passwords of this machine's own accounts. The parameter `rule` names one of
/// [AccountRule]; the value is a number in its unit. A place without a value is one whose rule asks
/// for nothing.
///
/// Several rules only make sense together, so what is written takes effect when the pass settles,
/// all at once. What is in force is what the security policy engine says, not what was kept.
final class AccountPolicyMechanism implements Mechanism {
  private static final long MINUTES_30 = 30;

  private final Optional<AccountPolicy> policy;
  private final Map<AccountRule, Long> asked = new EnumMap<>(AccountRule.class);

  /// @param policy empty where this is no real machine
  AccountPolicyMechanism(Optional<AccountPolicy> policy) {
    this.policy = policy;
  }

  @Override
  public String name() {
    return "account-policy";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var rule = AccountRule.of(address.parameter("rule"));
    return new Place(
        policy.orElseThrow(() -> new NotApplicableException("a scratch root has no accounts")),
        rule);
  }

  @Override
  public String effect(List<Address> written) {
    return "sets the rules for passwords, all at once";
  }

  @Override
  public void settle(List<Address> written) throws IOException {
    if (policy.isEmpty()) {
      return;
    }
    var goals = new EnumMap<>(asked);
    asked.clear();
    var kinds = Optional.ofNullable(goals.remove(COMPLEXITY));
    keep(policy.get(), goals);
    if (kinds.isPresent() && !kinds.equals(kinds(policy.get()))) {
      policy.get().requireKinds(kinds.get() == 1);
    }
  }

  private static Optional<Long> kinds(AccountPolicy policy) throws IOException {
    return Optional.ofNullable(policy.inForce().get(COMPLEXITY));
  }

  private static void keep(AccountPolicy policy, Map<AccountRule, Long> goals) throws IOException {
    var now = policy.kept();
    var then = new EnumMap<AccountRule, Long>(now);
    then.putAll(goals);
    if (!then.equals(now)) {
      check(then);
      policy.keep(then);
    }
  }

  /// Windows refuses these too, but does not say why.
  private static void check(Map<AccountRule, Long> rules) throws IOException {
    long oldest = rules.getOrDefault(MAX_AGE, FOREVER);
    if (rules.getOrDefault(MIN_AGE, 0L) >= oldest) {
      throw new IOException(
          "passwords would expire after %d days, but could not be changed before day %d"
              .formatted(
                  MAX_AGE.setting(oldest), MIN_AGE.setting(rules.getOrDefault(MIN_AGE, 0L))));
    }
    long window = rules.getOrDefault(LOCKOUT_WINDOW, 0L);
    long duration = rules.getOrDefault(LOCKOUT_DURATION, FOREVER);
    if (duration < window) {
      throw new IOException(
          "accounts would be locked for %d minutes, less than the %d in which wrong passwords are counted"
              .formatted(LOCKOUT_DURATION.setting(duration), LOCKOUT_WINDOW.setting(window)));
    }
  }

  /// A rule.
  private final class Place implements Point {
    private final AccountPolicy there;
    private final AccountRule rule;

    Place(AccountPolicy there, AccountRule rule) {
      this.there = there;
      this.rule = rule;
    }

    @Override
    public Value read() throws IOException {
      var said = Optional.ofNullable(there.inForce().get(rule));
      return said.<Value>map(number -> Value.of(number.toString())).orElse(Value.absent());
    }

    @Override
    public void write(Value value) throws IOException {
      asked.put(rule, value.isAbsent() ? nothing() : rule.kept(number(value)));
    }

    private long nothing() {
      return switch (rule) {
        case MIN_LENGTH, MIN_AGE, HISTORY, COMPLEXITY, LOCKOUT_THRESHOLD -> 0;
        case MAX_AGE -> FOREVER;
        case LOCKOUT_DURATION, LOCKOUT_WINDOW -> rule.kept(MINUTES_30);
      };
    }

    private long number(Value value) throws IOException {
      var text = value.wire();
      if (!text.matches("\\d{1,6}")) {
        throw new IOException("not a number for " + rule.word() + ": '" + text + "'");
      }
      long number = Long.parseLong(text);
      if (number > rule.most) {
        throw new NotApplicableException(
            "Windows takes %d at most for this, not %d".formatted(rule.most, number));
      }
      if (rule == MIN_LENGTH && number > there.longest()) {
        throw new NotApplicableException(
            "this Windows holds passwords to %d characters at most, not %d, unless its policy 'Relax minimum password length limits' is on"
                .formatted(there.longest(), number));
      }
      return number;
    }

    /// As it is kept, so that parts of a day come back.
    @Override
    public Snapshot capture() throws IOException {
      var kept = rule == COMPLEXITY ? kinds(there) : Optional.ofNullable(there.kept().get(rule));
      return new Snapshot(read(), kept.map(Object::toString).orElse(""));
    }

    @Override
    public void restore(Snapshot before) {
      asked.put(rule, before.detail().isEmpty() ? nothing() : Long.parseLong(before.detail()));
    }
  }
}
