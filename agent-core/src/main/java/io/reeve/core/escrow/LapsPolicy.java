package io.reeve.core.escrow;

import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Code;
import io.reeve.policy.Format;
import io.reeve.store.Notes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What the service may say of the local administrator's password: the nodes below `LAPS/Policies`
/// that have a meaning here, kept as notes.
enum LapsPolicy {
  /// 1 has the password changed by its age, and kept by the service.
  BACKUP_DIRECTORY(
      "BackupDirectory", 0, 1, 0, 2, "passwords go to the service (1); Active Directory has none"),
  AGE_DAYS("PasswordAgeDays", 1, 365, 30, 365, ""),
  LENGTH("PasswordLength", PasswordRule.SHORTEST, PasswordRule.LONGEST, 14, 64, ""),
  COMPLEXITY("PasswordComplexity", 1, PasswordRule.MOST_COMPLEX, 4, 8, LapsPolicy.PHRASES),
  /// Whose password it is; where nobody is named, the one that the system itself means.
  ACCOUNT("AdministratorAccountName", 0, 0, 0, 0, ""),
  RESET_DELAY("PostAuthenticationResetDelay", 0, 0, 0, 24, LapsPolicy.USE);

  private static final String PHRASES = "phrases of words are not made here";
  private static final String USE =
      "whether an account was used cannot be told for certain here; nothing follows from it (0)";
  private static final String DIRECTORY = "it speaks of Active Directory, which has none of these";
  private static final String ACCOUNTS = "accounts are not made here";

  /// The other nodes that are published, and why they have no meaning here.
  private static final Map<String, String> ELSEWHERE = elsewhere();

  private static final String NOTE = "laps/";
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}:/]{1,256}");

  private final String node;
  private final int least;
  private final int most;
  private final int usual;
  private final int published;
  private final String why;

  /// @param published up to where the CSP knows values that have no meaning here
  /// @param why they have none
  LapsPolicy(String node, int least, int most, int usual, int published, String why) {
    this.node = node;
    this.least = least;
    this.most = most;
    this.usual = usual;
    this.published = published;
    this.why = why;
  }

  private static Map<String, String> elsewhere() {
    var reasons = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    reasons.put("PassphraseLength", PHRASES);
    reasons.put("PostAuthenticationActions", USE);
    List.of(
            "ADEncryptedPasswordHistorySize",
            "ADPasswordEncryptionEnabled",
            "ADPasswordEncryptionPrincipal",
            "PasswordExpirationProtectionEnabled")
        .forEach(name -> reasons.put(name, DIRECTORY));
    List.of(
            "AutomaticAccountManagementEnableAccount",
            "AutomaticAccountManagementEnabled",
            "AutomaticAccountManagementNameOrPrefix",
            "AutomaticAccountManagementRandomizeName",
            "AutomaticAccountManagementTarget")
        .forEach(name -> reasons.put(name, ACCOUNTS));
    return reasons;
  }

  static Optional<LapsPolicy> named(String name) {
    return Arrays.stream(values()).filter(each -> each.node.equalsIgnoreCase(name)).findFirst();
  }

  /// Why a node that is published has no meaning here; empty when there is no such node.
  static Optional<String> elsewhere(String name) {
    return Optional.ofNullable(ELSEWHERE.get(name));
  }

  /// Its name in the tree.
  String node() {
    return node;
  }

  Format format() {
    return this == ACCOUNT ? Format.CHR : Format.INT;
  }

  /// What is set.
  Optional<String> of(Notes notes) {
    return notes.get(NOTE + node);
  }

  /// What is set, else what is usual.
  int number(Notes notes) {
    return of(notes).map(Integer::parseInt).orElse(usual);
  }

  void set(Notes notes, String value) {
    notes.put(NOTE + node, value);
  }

  void forget(Notes notes) {
    notes.remove(NOTE + node);
  }

  /// Why a value cannot be taken; empty when it can.
  Optional<Reply.Refused> problem(String value) {
    if (this == ACCOUNT) {
      return NAME.matcher(value).matches() ? Optional.empty() : Optional.of(bad(value));
    }
    int number = number(value);
    if (number >= least && number <= most) {
      return Optional.empty();
    }
    return Optional.of(
        number > most && number <= published
            ? new Reply.Refused(Code.UNSUPPORTED, node + " " + number + ": " + why)
            : bad(value));
  }

  private Reply.Refused bad(String value) {
    return new Reply.Refused(Code.BAD_REQUEST, "'" + value + "' is no value of " + node);
  }

  private static int number(String value) {
    return value.matches("0|[1-9][0-9]{0,3}") ? Integer.parseInt(value) : -1;
  }
}
