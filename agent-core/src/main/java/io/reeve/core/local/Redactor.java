package io.reeve.core.local;

import java.util.List;
import java.util.regex.Pattern;

/// Takes out of a text what looks like a secret: of texts that others have written, such as the
/// system's journal. What Reeve writes itself holds none.
public final class Redactor {
  private static final String REMOVED = "(removed)";

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              "-----BEGIN ([A-Z ]*)PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|\\z)",
              REMOVED),
          new Rule("(?i)(\\bauthorization\\s*[:=]\\s*)[^\\r\\n]+", "$1" + REMOVED),
          new Rule("(?i)(\\b(?:bearer|basic)\\s+)[A-Za-z0-9._~+/=-]{8,}", "$1" + REMOVED),
          new Rule(
              "([a-z][a-z0-9+.-]{1,20}://)[^/\\s:@]{0,200}:[^/\\s@]{0,200}@", "$1" + REMOVED + "@"),
          new Rule(
              "(?i)(\\b[a-z0-9_.-]{0,40}(?:password|passwd|passphrase|secret|token|api[_-]?key|credential)s?"
                  + "\"?\\s*[=:]\\s*)(\"[^\"\\r\\n]*\"|'[^'\\r\\n]*'|[^\\s,;&}]+)",
              "$1" + REMOVED),
          new Rule("(\\$(?:y|gy|7|2[aby]|6|5|1|sha1)\\$)[./A-Za-z0-9$,=]{8,}", "$1" + REMOVED),
          new Rule("[A-Za-z0-9+/]{120,}={0,2}", REMOVED));

  private record Rule(Pattern pattern, String replacement) {
    Rule(String pattern, String replacement) {
      this(Pattern.compile(pattern, Pattern.DOTALL), replacement);
    }
  }

  private Redactor() {}

  /// The text without it.
  public static String clean(String text) {
    var clean = text;
    for (var rule : RULES) {
      clean = rule.pattern.matcher(clean).replaceAll(rule.replacement);
    }
    return clean;
  }
}
