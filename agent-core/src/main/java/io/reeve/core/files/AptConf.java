package io.reeve.core.files;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads apt's configuration syntax: `A::B "x";` and `A { B "x"; };` say the same, keys in any
/// letter case (apt.conf(5)).
public final class AptConf {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?s)/\\*.*?\\*/|//[^\\n]*|#(?!clear|include)[^\\n]*|\"([^\"]*)\"|([{};])|([^\\s{};\"]+)");

  private AptConf() {}

  /// The entries a text gives a list: `A::B { "x"; "y"; };` and `A::B:: "x";` say the same.
  public static List<String> entries(String text, String key) {
    return values(text, key + "::");
  }

  /// The values a text gives a scalar, in order; `#clear` forgets those before it.
  public static List<String> values(String text, String key) {
    var found = new ArrayList<String>();
    var scopes = new ArrayDeque<String>();
    var words = new ArrayList<String>();
    var tokens = TOKEN.matcher(text);
    while (tokens.find()) {
      var mark = tokens.group(2);
      if (tokens.group(1) != null || tokens.group(3) != null) {
        words.add(tokens.group(1) != null ? tokens.group(1) : tokens.group(3));
      } else if (mark != null) {
        statement(mark, words, scopes, key, found);
        words.clear();
      }
    }
    return found;
  }

  private static void statement(
      String mark, List<String> words, Deque<String> scopes, String key, List<String> found) {
    var path = String.join("::", scopes.reversed());
    if (mark.equals("{")) {
      scopes.push(words.isEmpty() ? "" : words.getFirst());
    } else if (mark.equals("}")) {
      scopes.poll();
    } else if (words.size() == 2 && words.getFirst().equals("#clear")) {
      found.removeIf(_ -> isIn(key, words.getLast()));
    } else if (words.size() == 1 && !path.isEmpty()) {
      if (lower(path + "::").equals(lower(key))) {
        found.add(words.getFirst());
      }
    } else if (words.size() == 2) {
      var name = path.isEmpty() ? words.getFirst() : path + "::" + words.getFirst();
      if (lower(name).equals(lower(key))) {
        found.add(words.getLast());
      }
    }
  }

  private static boolean isIn(String key, String cleared) {
    var whole = key.endsWith("::") ? key : key + "::";
    return lower(whole).startsWith(lower(cleared) + "::");
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
