package io.reeve.core.escrow;

import io.reeve.store.Notes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What the service wants of the local administrator's password, kept from one session to the next.
record LapsPolicies(Notes notes) {
  static final String LENGTH = "PasswordLength";
  static final String COMPLEXITY = "PasswordComplexity";
  static final String ACCOUNT = "AdministratorAccountName";
  private static final String NOTE = "laps/";

  /// What each may be.
  static final Map<String, Pattern> NODES =
      new TreeMap<>(
          Map.of(
              LENGTH, Pattern.compile("[89]|[1-5][0-9]|6[0-4]"),
              COMPLEXITY, Pattern.compile("[1-5]"),
              ACCOUNT, Pattern.compile("[^\\p{Cntrl}:/]{1,256}")));

  static boolean allows(String node, String value) {
    return Optional.ofNullable(NODES.get(node))
        .filter(allowed -> allowed.matcher(value).matches())
        .isPresent();
  }

  Optional<String> get(String node) {
    return notes.get(NOTE + node);
  }

  void put(String node, String value) {
    notes.put(NOTE + node, value);
  }

  void remove(String node) {
    notes.remove(NOTE + node);
  }

  static void forget(Notes notes) {
    notes.startingWith(NOTE).keySet().forEach(notes::remove);
  }

  PasswordRule rule() {
    return new PasswordRule(
        get(LENGTH).map(Integer::parseInt).orElse(PasswordRule.USUAL.length()),
        get(COMPLEXITY).map(Integer::parseInt).orElse(PasswordRule.USUAL.complexity()));
  }

  /// The account it is about; empty for the one that the system itself means.
  Optional<String> account() {
    return get(ACCOUNT);
  }
}
