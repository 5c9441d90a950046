package io.reeve.platform.windows;

import java.io.IOException;
import java.util.Map;

/// The rules that Windows holds the passwords of this machine's own accounts to.
interface AccountPolicy {
  /// All rules but [AccountRule#COMPLEXITY] as the account database keeps them.
  Map<AccountRule, Long> kept() throws IOException;

  /// Keeps all of [#kept], those of passwords at once and those of lockouts at once.
  void keep(Map<AccountRule, Long> rules) throws IOException;

  /// The rules in force by the security policy engine, in the units of settings; those that it has
  /// no value for are missing.
  Map<AccountRule, Long> inForce() throws IOException;

  /// How many characters Windows can be made to want of passwords. More can be kept, but it would
  /// hold nobody to them.
  long longest() throws IOException;

  /// Turns Windows' own rule on kinds of characters on or off.
  void requireKinds(boolean on) throws IOException;
}
