package io.reeve.core.redact;

/// Takes out long words that look as if they were drawn by lot, as keys and tokens are: capitals,
/// small letters and digits follow each other without rule, or there is no end to it. Numbers in
/// hexadecimal stay (digests, identifiers), and so do paths.
final class RandomTokens {
  /// How many characters are looked at together.
  private static final int WINDOW = 32;

  /// Of 31 neighbours in a random word, 19 are of different kinds; in words of people it is one in
  /// four.
  private static final int CHANGES = 14;

  /// Nobody writes a word of that length.
  private static final int ENDLESS = 120;

  private static final int LONGEST_SEGMENT = 12;

  private final String line;

  private RandomTokens(String line) {
    this.line = line;
  }

  static String clean(String line) {
    return line.length() < WINDOW ? line : new RandomTokens(line).clean();
  }

  private String clean() {
    var clean = new StringBuilder(line.length());
    for (int begin = 0; begin < line.length(); ) {
      int end = wordEnd(begin);
      if (end > begin && isSecret(begin, end)) {
        clean.append(Redactor.REMOVED);
      } else {
        end = Math.max(end, begin + 1);
        clean.append(line, begin, end);
      }
      begin = end;
    }
    return clean.toString();
  }

  private int wordEnd(int begin) {
    int end = begin;
    while (end < line.length() && (kind(line.charAt(end)) != 0 || isJoint(line.charAt(end)))) {
      end++;
    }
    return end;
  }

  private boolean isSecret(int begin, int end) {
    if (end - begin < WINDOW) {
      return false;
    }
    return isRandom(begin, end) || (end - begin >= ENDLESS && !isPath(begin, end));
  }

  private boolean isPath(int begin, int end) {
    long slashes = line.substring(begin, end).chars().filter(each -> each == '/').count();
    return slashes * LONGEST_SEGMENT > end - begin;
  }

  private boolean isRandom(int begin, int end) {
    var seen = new int[4];
    int changes = 0;
    boolean hex = true;
    for (int at = begin; at < end; at++) {
      hex = hex && isHex(line.charAt(at));
      seen[kind(line.charAt(at))]++;
      changes += change(at, begin);
      int gone = at - WINDOW;
      if (gone >= begin) {
        seen[kind(line.charAt(gone))]--;
        changes -= change(gone + 1, begin);
      }
      if (!hex && changes >= CHANGES && seen[1] > 1 && seen[2] > 1 && seen[3] > 0) {
        return true;
      }
    }
    return false;
  }

  private int change(int at, int begin) {
    if (at == begin) {
      return 0;
    }
    int now = kind(line.charAt(at));
    int before = kind(line.charAt(at - 1));
    return now != 0 && before != 0 && now != before ? 1 : 0;
  }

  private static boolean isHex(char each) {
    return each == '-' || Character.digit(each, 16) >= 0;
  }

  private static boolean isJoint(char each) {
    return each == '+' || each == '/' || each == '-' || each == '_';
  }

  /// 0 for what is neither letter nor digit.
  private static int kind(char each) {
    if (each >= 'a' && each <= 'z') {
      return 1;
    }
    if (each >= 'A' && each <= 'Z') {
      return 2;
    }
    return each >= '0' && each <= '9' ? 3 : 0;
  }
}
