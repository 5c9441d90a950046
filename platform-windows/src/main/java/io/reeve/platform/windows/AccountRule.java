package io.reeve.platform.windows;

import java.util.Locale;

/// A rule for the passwords of this machine's own accounts, and how Windows counts it.
enum AccountRule {
  /// Characters.
  MIN_LENGTH(1, false, 128),
  /// Days; 0 is for ever.
  MAX_AGE(86_400, true, 999),
  /// Days.
  MIN_AGE(86_400, false, 998),
  /// Passwords, the current one among them.
  HISTORY(1, false, 24),
  /// 1 when Windows' own rule on kinds of characters holds.
  COMPLEXITY(1, false, 1),
  /// Minutes; 0 is until somebody unlocks it.
  LOCKOUT_DURATION(60, true, 99_999),
  /// Wrong passwords; 0 locks nothing.
  LOCKOUT_THRESHOLD(1, false, 999),
  /// Minutes.
  LOCKOUT_WINDOW(60, false, 99_999);

  /// What stands for no end.
  static final long FOREVER = 0xFFFFFFFFL;

  private static final long NO_LIMIT = -1;

  private final int unit;
  private final boolean zeroIsForever;
  final int most;

  AccountRule(int unit, boolean zeroIsForever, int most) {
    this.unit = unit;
    this.zeroIsForever = zeroIsForever;
    this.most = most;
  }

  /// As Windows keeps it, in seconds where it is a time.
  long kept(long setting) {
    return zeroIsForever && setting == 0 ? FOREVER : setting * unit;
  }

  /// As settings have it, of what Windows keeps; a part of a day or minute counts as one.
  long setting(long kept) {
    return kept == FOREVER ? 0 : (kept + unit - 1) / unit;
  }

  /// As settings have it, of what the security policy says, which counts as settings do.
  long ofPolicy(int said) {
    return said == NO_LIMIT ? 0 : Integer.toUnsignedLong(said);
  }

  /// As rows name it, for example `min-length`.
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static AccountRule of(String word) {
    for (var rule : values()) {
      if (rule.word().equals(word)) {
        return rule;
      }
    }
    throw new IllegalArgumentException("account-policy has no rule '" + word + "'");
  }
}
