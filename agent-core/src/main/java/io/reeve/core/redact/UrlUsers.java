package io.reeve.core.redact;

/// Takes user and password out of addresses. A password may hold what ought to be escaped in it: an
/// `@`, a slash.
final class UrlUsers {
  private static final String SIGN = "://";

  private final String line;
  private final StringBuilder clean = new StringBuilder();
  private int kept;

  private UrlUsers(String line) {
    this.line = line;
  }

  static String clean(String line) {
    return line.contains(SIGN) ? new UrlUsers(line).clean() : line;
  }

  private String clean() {
    int end = 0;
    int lastAt = -1;
    for (int at = line.indexOf(SIGN); at >= 0; at = line.indexOf(SIGN, at + SIGN.length())) {
      if (at >= end) {
        end = at + SIGN.length();
        for (lastAt = -1; end < line.length() && isPart(line.charAt(end)); end++) {
          lastAt = line.charAt(end) == '@' ? end : lastAt;
        }
      }
      if (at >= kept) {
        address(at + SIGN.length(), end, lastAt);
      }
    }
    return clean.append(line, kept, line.length()).toString();
  }

  /// @param lastInWord the last `@` of the word
  private void address(int begin, int end, int lastInWord) {
    int at = -1;
    int authority = begin;
    for (; authority < end && "/?#\\".indexOf(line.charAt(authority)) < 0; authority++) {
      at = line.charAt(authority) == '@' ? authority : at;
    }
    if (at < 0 && lastInWord > authority && hasPassword(begin, authority)) {
      at = lastInWord;
    }
    if (at > begin) {
      clean.append(line, kept, begin).append(Redactor.REMOVED);
      kept = at;
    }
  }

  /// Whether a colon is followed by something else than a port, so that what seems to be the host
  /// is a user with the beginning of a password.
  private boolean hasPassword(int begin, int authority) {
    int at = begin;
    while (at < authority && line.charAt(at) != ':') {
      at++;
    }
    boolean isHost = line.startsWith("[", begin);
    while (!isHost && ++at < authority) {
      if (!Character.isDigit(line.charAt(at))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPart(char each) {
    return !Character.isWhitespace(each) && "\"<>`".indexOf(each) < 0;
  }
}
