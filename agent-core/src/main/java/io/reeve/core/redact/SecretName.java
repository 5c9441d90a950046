package io.reeve.core.redact;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a secret as it stands in a text: `DB_PASSWORD`, `userPwd`, `api-key`.
///
/// @param begin where the name begins, with what stands before its telling word
/// @param end where it ends
/// @param isVague whether it tells nothing before a mere colon: "key" is an everyday word
record SecretName(int begin, int end, boolean isVague) {
  private static final String COMPOUND =
      "(?:api|access|auth|private|secret|shared|signing|encryption|session|master|account|storage"
          + "|product|licen[sc]e|recovery|wrapping|pass)[_.-]?key";
  private static final String LONG =
      "passphrase|passwor[dt]|passwd|passcode|kennwort|secret|token|credential"
          + "|authorization|(?:set-)?cookie";
  private static final String SHORT = "psk|pwd|pass|pin|puk|otp|pw|sig";

  /// It is the name of nothing where it says the name of another value: `key="Password" value="x"`.
  private static final String KEY =
      "key(?![\"']?[ \\t]{0,4}[=:][ \\t]{0,4}[\"'][^\"'\\n]{0,60}[\"'][\\s,]{1,40}[\"']?value)";

  private static final String TAIL =
      "s?(?:[_.-]?(?:hash|value|data|plain|b64|base64|string))?(?:[_.-]?[0-9]{1,3})?";

  private static final Pattern NAME =
      Pattern.compile(
          "(?i)(?:%s|%s|(?<short>%s|(?<key>%s)))%s(?![\\p{L}0-9_])"
              .formatted(COMPOUND, LONG, SHORT, KEY, TAIL));

  /// The longest name that is looked at, before its telling word.
  private static final int LONGEST = 60;

  /// The next one in a text, at or behind that place.
  static Optional<SecretName> next(String text, int from) {
    var found = NAME.matcher(text);
    for (int at = from; at <= text.length() && found.find(at); at = found.end()) {
      int begin = begin(text, found.start());
      if (isBounded(text, found) && !isPublic(text, begin, found.end())) {
        boolean vague = found.group("key") != null;
        return Optional.of(new SecretName(begin, found.end(), vague));
      }
    }
    return Optional.empty();
  }

  /// Whether that is one, from end to end.
  static boolean isWhole(String text) {
    var name = next(text, 0);
    while (name.isPresent() && name.get().end() < text.length()) {
      name = next(text, name.get().end());
    }
    return name.isPresent();
  }

  /// A short word has to stand alone, or begin a word within the name: `wifiPsk`, not `spin`.
  private static boolean isBounded(String text, Matcher found) {
    int start = found.start();
    if (found.group("short") == null || start == 0) {
      return true;
    }
    char before = text.charAt(start - 1);
    return !Character.isLetter(before)
        || (Character.isLowerCase(before) && Character.isUpperCase(text.charAt(start)));
  }

  private static boolean isPublic(String text, int begin, int end) {
    return text.substring(begin, end).toLowerCase(Locale.ROOT).contains("public");
  }

  private static int begin(String text, int start) {
    int begin = start;
    while (begin > 0 && start - begin < LONGEST && isPart(text.charAt(begin - 1))) {
      begin--;
    }
    return begin;
  }

  private static boolean isPart(char each) {
    return Character.isLetterOrDigit(each) || each == '_' || each == '.' || each == '-';
  }
}
