package io.reeve.core.redact;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes out what has the shape of a secret, wherever it stands. Every pattern either takes what it
/// has read or gives up within a bound, so that no line costs more than its length.
final class Shapes {
  /// @param pattern what it finds; of a group `kept` the text stays
  private record Shape(Pattern pattern) {
    Shape(String pattern) {
      this(Pattern.compile(pattern));
    }

    String clean(String line) {
      return pattern.matcher(line).replaceAll(Shape::replacement);
    }

    private static String replacement(java.util.regex.MatchResult found) {
      var kept = found.namedGroups().containsKey("kept") ? found.group("kept") : "";
      return Matcher.quoteReplacement(kept + Redactor.REMOVED);
    }
  }

  private static final List<Shape> SHAPES =
      List.of(
          // what follows the name of a way to log in
          new Shape("(?i)(?<kept>\\bbearer[ \\t]{1,4})[a-z0-9._~+/=-]{8,}+"),
          new Shape(
              "(?<kept>\\b(?i:basic|negotiate|ntlm|digest)[ \\t]{1,4})"
                  + "(?=[A-Za-z._~+/-]{0,60}[0-9=])[A-Za-z0-9._~+/=-]{8,}+"),
          // JWTs
          new Shape("(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{5,}+\\.[A-Za-z0-9_.-]++"),
          // hashes of passwords, as of crypt(5) and of Windows
          new Shape(
              "(?<kept>\\$(?:y|gy|7|2[abxy]|6|5|1|sha1|apr1|argon2(?:id|i|d)|pbkdf2[a-z0-9-]{0,12})\\$)"
                  + "[./A-Za-z0-9$,=+_-]{8,}+"),
          new Shape("(?<![0-9A-Fa-f])[0-9A-Fa-f]{32}:[0-9A-Fa-f]{32}(?![0-9A-Fa-f])"),
          // BitLocker's recovery passwords, product keys
          new Shape("(?<![0-9-])[0-9]{6}(?:-[0-9]{6}){7}(?![0-9-])"),
          new Shape("(?<![A-Z0-9-])[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4}(?![A-Z0-9-])"),
          // keys that tell by their beginning who gave them out
          new Shape(
              "(?<![A-Za-z0-9])(?:gh[opsur]_|github_pat_|glpat-|xox[abeprs]-|AKIA|ASIA|AIza)"
                  + "[A-Za-z0-9_-]{12,}+"));

  private Shapes() {}

  static String clean(String line) {
    var clean = line;
    for (var shape : SHAPES) {
      clean = shape.clean(clean);
    }
    return RandomTokens.clean(clean);
  }
}
