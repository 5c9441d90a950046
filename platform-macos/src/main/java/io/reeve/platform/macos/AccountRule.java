package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.platform.macos.AccountPolicies.Category;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A kind of account policy, and how a value becomes one. Expressions are ICU's, within an
/// NSPredicate; what a policy says to people is shown where a password is refused.
enum AccountRule {
  MIN_LENGTH("min-length", Category.CONTENT, "Passwords need at least %s characters.") {
    @Override
    String content(String value) throws IOException {
      return "policyAttributePassword matches '.{" + number(value, 1, 128) + ",}+'";
    }
  },
  COMPLEXITY("complexity", Category.CONTENT, "Passwords need %s kinds of characters.") {
    @Override
    String content(String value) throws IOException {
      int kinds = number(value, 1, KINDS.size());
      var parts =
          KINDS.subList(0, kinds).stream()
              .map(kind -> "policyAttributePassword matches '(.*" + kind + ".*){1,}+'")
              .toList();
      return String.join(" AND ", parts);
    }
  },
  NO_REPEATS(
      "no-repeats", Category.CONTENT, "Passwords may not repeat a character %s times in a row.") {
    @Override
    String content(String value) throws IOException {
      int more = number(value, 2, 16) - 1;
      return "NOT policyAttributePassword matches '.*(.)\\\\1{" + more + ",}.*'";
    }
  },
  HISTORY("history", Category.CONTENT, "None of the last %s passwords may be used again.") {
    @Override
    String content(String value) {
      return "none policyAttributePasswordHashes in policyAttributePasswordHistory";
    }

    @Override
    Map<String, Long> parameters(String value) throws IOException {
      return Map.of("policyAttributePasswordHistoryDepth", (long) number(value, 1, 50));
    }
  },
  MIN_AGE("min-age", Category.CONTENT, "A password may be changed after %s days.") {
    @Override
    String content(String value) {
      return "policyAttributeLastPasswordChangeTime < policyAttributeCurrentTime -"
          + " (policyAttributeMinimumLifetimeHours * 60 * 60)";
    }

    @Override
    Map<String, Long> parameters(String value) throws IOException {
      return Map.of("policyAttributeMinimumLifetimeHours", 24L * number(value, 1, 998));
    }
  },
  MAX_AGE("max-age", Category.CHANGE, "Passwords have to be changed every %s days.") {
    @Override
    String content(String value) {
      return "policyAttributeCurrentTime > policyAttributeLastPasswordChangeTime +"
          + " (policyAttributeExpiresEveryNDays * 24 * 60 * 60)";
    }

    @Override
    Map<String, Long> parameters(String value) throws IOException {
      return Map.of("policyAttributeExpiresEveryNDays", (long) number(value, 1, 730));
    }
  },
  /// The value is that of Windows' node. macOS counts until the next right password, so the time
  /// after which the count begins anew has no effect; a duration of 0 is for good.
  LOCKOUT("lockout", Category.AUTHENTICATION, "Too many wrong passwords: wait. (%s)") {
    private static final Pattern FORM =
        Pattern.compile(
            "AccountLockoutDuration:\\s*(\\d{1,5}),\\s*AccountLockoutThreshold:\\s*([1-9]\\d{0,2}),"
                + "\\s*ResetAccountLockoutCounterAfter:\\s*[1-9]\\d{0,4}");

    private static Matcher parts(String value) throws IOException {
      var parts = FORM.matcher(value);
      if (!parts.matches()) {
        throw new IOException("not a number of attempts and minutes: '" + value + "'");
      }
      return parts;
    }

    @Override
    String content(String value) throws IOException {
      var few =
          "(policyAttributeFailedAuthentications < policyAttributeMaximumFailedAuthentications)";
      return Integer.parseInt(parts(value).group(1)) == 0
          ? few
          : few
              + " OR (policyAttributeCurrentTime >"
              + " (policyAttributeLastFailedAuthenticationTime + autoEnableInSeconds))";
    }

    @Override
    Map<String, Long> parameters(String value) throws IOException {
      var parts = parts(value);
      return Map.of(
          "policyAttributeMaximumFailedAuthentications",
          Long.valueOf(parts.group(2)),
          "autoEnableInSeconds",
          60 * Long.parseLong(parts.group(1)));
    }
  };

  /// Digits, small letters, capitals, anything else: in the order of the published description.
  private static final List<String> KINDS = List.of("[0-9]", "[a-z]", "[A-Z]", "[^a-zA-Z0-9]");

  static final String VALUE = "reeveValue";
  private final String word;
  private final Category category;
  private final String sentence;

  AccountRule(String word, Category category, String sentence) {
    this.word = word;
    this.category = category;
    this.sentence = sentence;
  }

  /// @throws IllegalArgumentException when there is none of that name
  static AccountRule of(String word) {
    for (var rule : values()) {
      if (rule.word.equals(word)) {
        return rule;
      }
    }
    throw new IllegalArgumentException("there is no account policy called '" + word + "'");
  }

  Category category() {
    return category;
  }

  /// What our policy of this kind is called, and nobody else's.
  String identifier() {
    return "io.reeve." + word;
  }

  abstract String content(String value) throws IOException;

  Map<String, Long> parameters(String value) throws IOException {
    return Map.of();
  }

  /// The policy for a value, which is kept in it.
  ///
  /// @throws IOException when the value is none of this kind
  ObjectNode policy(String value) throws IOException {
    var policy = JsonNodeFactory.instance.objectNode();
    policy.put("policyIdentifier", identifier());
    policy.put("policyContent", content(value));
    var parameters = policy.putObject("policyParameters");
    new TreeMap<>(parameters(value))
        .forEach((key, number) -> parameters.set(key, PropertyList.number(number)));
    parameters.put(VALUE, value);
    policy.putObject("policyContentDescription").put("en", sentence.formatted(value));
    return policy;
  }

  static int number(String value, int least, int most) throws IOException {
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IOException("not a number: '" + value + "'", e);
    }
    throw new IOException("not between " + least + " and " + most + ": '" + value + "'");
  }
}
