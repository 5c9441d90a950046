package io.reeve.policy;

import java.util.Optional;

/// How the values of several authorities for one setting become one (DDF v2
/// `MSFT:ConflictResolution`, and Reeve's own two for collections and one for ordered words). Each
/// authority has one value for a setting, the one it wrote last; where a rule does not rank values,
/// the authority that outranks the others wins.
public enum ConflictRule {
  /// The authority that outranks the others; of its own writes the last. Also the rule of a row
  /// that names none, and of `NoMerge`.
  LAST_WRITE("LastWrite"),
  /// The same as [#LAST_WRITE]; kept apart because the DDF does.
  NO_MERGE("NoMerge"),
  /// The smallest number; where a value is no number, as for each numeric rule, as [#LAST_WRITE].
  /// Truth values count as 0 and 1.
  LOWEST("LowestValueMostSecure"),
  /// The largest number.
  HIGHEST("HighestValueMostSecure"),
  /// The smallest number that is not zero; zero means "no limit" and wins only when all are zero.
  LOWEST_ZERO_NO_LIMIT("LowestValueMostSecureZeroHasNoLimits"),
  /// The largest number that is not zero; zero means "no limit" and wins only when all are zero.
  HIGHEST_ZERO_NO_LIMIT("HighestValueMostSecureZeroHasNoLimits"),
  /// A collection: each key (each address) is merged by itself, as [#LAST_WRITE].
  UNION_BY_KEY("UnionByKey"),
  /// A collection of entries that allow or deny, each at an address of its own: all of them are
  /// kept, and at one address a value that denies (0, false, no, deny, block) is never outvoted by
  /// one that allows.
  DENY_WINS("DenyWins"),
  /// The word that comes first in the row's `mostRestrictiveOf` list.
  MOST_RESTRICTIVE("MostRestrictive");

  private final String wire;

  ConflictRule(String wire) {
    this.wire = wire;
  }

  /// The name as a catalogue row writes it.
  public String wire() {
    return wire;
  }

  /// The rule of that name, exactly as spelt, or empty when there is none.
  public static Optional<ConflictRule> of(String wire) {
    for (var rule : values()) {
      if (rule.wire.equals(wire)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }
}
