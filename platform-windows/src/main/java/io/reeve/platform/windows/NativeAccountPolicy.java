package io.reeve.platform.windows;

import static io.reeve.platform.windows.AccountRule.*;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import io.reeve.core.spi.NotApplicableException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The account database (SAM) over its own calls; the security policy engine for what is in force
/// and for what those calls do not reach.
final class NativeAccountPolicy implements AccountPolicy {
  private static final int PASSWORDS = 0;
  private static final int LOCKOUTS = 3;
  private static final int SYSTEM_PROFILE = 300;
  private static final int ALL_AREAS = 0xFFFF;
  private static final int NOT_SET = -2;
  private static final RegistryKey SAM =
      RegistryKey.machine("SYSTEM\\CurrentControlSet\\Control\\SAM");
  private static final String RELAXED = "RelaxMinimumPasswordLengthLimits";
  private static final long LONGEST_UNLESS_RELAXED = 14;

  private final Win32 windows;
  private final Netapi32Policy functions;
  private final Registry registry;
  private final SecurityTemplate template;

  NativeAccountPolicy(Win32 windows, Registry registry, SecurityTemplate template) {
    this.windows = windows;
    this.registry = registry;
    this.functions = windows.load("netapi32", Netapi32Policy.class);
    this.template = template;
  }

  private interface Reading {
    void of(Pointer info) throws IOException;
  }

  /// Reads what Windows has put there, and gives it back.
  private void modals(int level, Reading reading) throws IOException {
    var info = new long[1];
    WinError.check(
        "NetUserModalsGet", functions.NetUserModalsGet(null, level, info), "the password rules");
    var there = new Pointer(info[0]);
    try {
      reading.of(there);
    } finally {
      functions.NetApiBufferFree(there);
    }
  }

  @Override
  public Map<AccountRule, Long> kept() throws IOException {
    var rules = new EnumMap<AccountRule, Long>(AccountRule.class);
    modals(
        PASSWORDS,
        there -> {
          var info = new Netapi32Policy.USER_MODALS_INFO_0(there);
          rules.put(MIN_LENGTH, Integer.toUnsignedLong(info.usrmod0_min_passwd_len));
          rules.put(MAX_AGE, Integer.toUnsignedLong(info.usrmod0_max_passwd_age));
          rules.put(MIN_AGE, Integer.toUnsignedLong(info.usrmod0_min_passwd_age));
          rules.put(HISTORY, Integer.toUnsignedLong(info.usrmod0_password_hist_len));
        });
    modals(
        LOCKOUTS,
        there -> {
          var info = new Netapi32Policy.USER_MODALS_INFO_3(there);
          rules.put(LOCKOUT_DURATION, Integer.toUnsignedLong(info.usrmod3_lockout_duration));
          rules.put(
              LOCKOUT_WINDOW, Integer.toUnsignedLong(info.usrmod3_lockout_observation_window));
          rules.put(LOCKOUT_THRESHOLD, Integer.toUnsignedLong(info.usrmod3_lockout_threshold));
        });
    return rules;
  }

  /// Each group goes by one call over what is there, so that the order of its parts cannot matter
  /// and what is not ours (`force_logoff`) stays.
  @Override
  public void keep(Map<AccountRule, Long> rules) throws IOException {
    modals(
        PASSWORDS,
        there -> {
          var info = new Netapi32Policy.USER_MODALS_INFO_0(there);
          info.usrmod0_min_passwd_len = number(rules, MIN_LENGTH);
          info.usrmod0_max_passwd_age = number(rules, MAX_AGE);
          info.usrmod0_min_passwd_age = number(rules, MIN_AGE);
          info.usrmod0_password_hist_len = number(rules, HISTORY);
          set(PASSWORDS, info, rules);
        });
    modals(
        LOCKOUTS,
        there -> {
          var info = new Netapi32Policy.USER_MODALS_INFO_3(there);
          info.usrmod3_lockout_duration = number(rules, LOCKOUT_DURATION);
          info.usrmod3_lockout_observation_window = number(rules, LOCKOUT_WINDOW);
          info.usrmod3_lockout_threshold = number(rules, LOCKOUT_THRESHOLD);
          set(LOCKOUTS, info, rules);
        });
  }

  private static int number(Map<AccountRule, Long> rules, AccountRule rule) {
    return rules.getOrDefault(rule, 0L).intValue();
  }

  private void set(int level, Structure info, Map<AccountRule, Long> rules) throws IOException {
    info.write();
    int said = functions.NetUserModalsSet(null, level, info.getPointer(), new int[1]);
    WinError.check("NetUserModalsSet", said, "the password rules " + rules);
  }

  @Override
  public Map<AccountRule, Long> inForce() throws IOException {
    var engine = engine();
    var info = new long[1];
    int said = engine.SceGetSecurityProfileInfo(null, SYSTEM_PROFILE, ALL_AREAS, info, new long[1]);
    WinError.check("SceGetSecurityProfileInfo", said, "the security policy");
    var there = new Pointer(info[0]);
    try {
      var rules = rules(new SceCli.SceProfileInfo(there));
      long longest = longest();
      rules.computeIfPresent(MIN_LENGTH, (_, asked) -> Math.min(asked, longest));
      return rules;
    } finally {
      engine.SceFreeMemory(there, ALL_AREAS);
    }
  }

  @Override
  public long longest() throws IOException {
    var relaxed = registry.value(SAM, RELAXED).flatMap(RegistryData::number);
    return relaxed.equals(Optional.of(1L)) ? MIN_LENGTH.most : LONGEST_UNLESS_RELAXED;
  }

  private SceCli engine() throws NotApplicableException {
    var engine = loaded();
    if (engine == null) {
      throw new NotApplicableException("this Windows has no security policy engine (scecli.dll)");
    }
    return engine;
  }

  private @Nullable SceCli loaded() {
    try {
      return windows.load("scecli", SceCli.class);
    } catch (UnsatisfiedLinkError _) {
      return null;
    }
  }

  private static Map<AccountRule, Long> rules(SceCli.SceProfileInfo info) {
    var said = new EnumMap<AccountRule, Integer>(AccountRule.class);
    said.put(MIN_LENGTH, info.MinPasswdLen);
    said.put(MAX_AGE, info.MaxPasswdAge);
    said.put(MIN_AGE, info.MinPasswdAge);
    said.put(HISTORY, info.PasswdHistSize);
    said.put(COMPLEXITY, info.PasswdComplexity);
    said.put(LOCKOUT_DURATION, info.LockoutDuration);
    said.put(LOCKOUT_WINDOW, info.ResetLockoutCount);
    said.put(LOCKOUT_THRESHOLD, info.LockoutBadCount);
    var rules = new EnumMap<AccountRule, Long>(AccountRule.class);
    said.forEach((rule, value) -> {
      if (value != NOT_SET) {
        rules.put(rule, rule.ofPolicy(value));
      }
    });
    return rules;
  }

  @Override
  public void requireKinds(boolean on) throws IOException {
    template.apply("System Access", "PasswordComplexity", on ? "1" : "0");
  }
}
