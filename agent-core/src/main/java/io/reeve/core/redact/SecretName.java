package io.reeve.core.redact;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a secret as it stands in a text: `DB_PASSWORD`, `userPwd`, `api-key`.
///
/// @param begin where the name begins, with what stands before its telling word
/// @param end where it ends
/// @param kind what its value is like
record SecretName(int begin, int end, Kind kind) {
  /// What a name tells of the value.
  enum Kind {
    /// A word.
    WORD,
    /// All that follows on the line: a header's value, a sentence.
    REST,
    /// A word, if what stands between is not merely a colon: "key" is an everyday word.
    VAGUE
  }

  private static final String COMPOUND =
      "(?:api|access|auth|private|secret|shared|signing|encryption|session|master|account|storage"
          + "|product|licen[sc]e|recovery|wrapping|pass)[_.-]?key";
  private static final String REST = "passphrase|authorization|(?:set-)?cookie";
  private static final String LONG = "passwor[dt]|passwd|passcode|kennwort|secret|token|credential";
  private static final String SHORT = "psk|pwd|pass|pin|puk|otp|pw|sig";
  private static final String TAIL =
      "s?(?:[_.-]?(?:hash|value|data|plain|b64|base64|string))?(?:[_.-]?[0-9]{1,3})?";

  private static final Pattern NAME =
      Pattern.compile(
          "(?i)(?:%s|(?<rest>%s)|%s|(?<short>%s|(?<key>key)))%s(?![\\p{L}0-9_])"
              .formatted(COMPOUND, REST, LONG, SHORT, TAIL));

  /// The longest name that is looked at, before its telling word.
  private static final int LONGEST = 60;

  /// The next one in a line, at or behind that place.
  static Optional<SecretName> next(String line, int from) {
    var found = NAME.matcher(line);
    for (int at = from; at <= line.length() && found.find(at); at = found.end()) {
      int begin = begin(line, found.start());
      if (isBounded(line, found) && !isPublic(line, begin, found.end())) {
        return Optional.of(new SecretName(begin, found.end(), kind(found)));
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

  private static Kind kind(Matcher found) {
    if (found.group("rest") != null) {
      return Kind.REST;
    }
    return found.group("key") != null ? Kind.VAGUE : Kind.WORD;
  }

  /// A short word has to stand alone, or begin a word within the name: `wifiPsk`, not `spin`.
  private static boolean isBounded(String line, Matcher found) {
    int start = found.start();
    if (found.group("short") == null || start == 0) {
      return true;
    }
    char before = line.charAt(start - 1);
    return !Character.isLetter(before)
        || (Character.isLowerCase(before) && Character.isUpperCase(line.charAt(start)));
  }

  private static boolean isPublic(String line, int begin, int end) {
    return line.substring(begin, end).toLowerCase(Locale.ROOT).contains("public");
  }

  private static int begin(String line, int start) {
    int begin = start;
    while (begin > 0 && start - begin < LONGEST && isPart(line.charAt(begin - 1))) {
      begin--;
    }
    return begin;
  }

  private static boolean isPart(char each) {
    return Character.isLetterOrDigit(each) || each == '_' || each == '.' || each == '-';
  }
}
