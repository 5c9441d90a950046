package io.reeve.core.redact;

import java.util.regex.Pattern;

/// Takes out the values of names that tell of secrets: after `=` or `:`, as the next argument of an
/// option, and between tags.
final class NamedSecrets {
  /// Behind a name, with what closes it: `=`, `:`, `:=`, `=>` and their kin, or that of the `value`
  /// that follows it, as in `name: TOKEN, value: x`.
  private static final Pattern SIGN =
      Pattern.compile(
          "(?<quote>\\\\{0,15}[\"'`])?[ \\t]{0,8}"
              + "(?:[\\s,]{1,40}[\"'`]?(?i:value)[\"'`]?[ \\t]{0,8})?(?<sign>[=:])[=:]?>?");

  /// What an option begins behind.
  private static final String BEFORE_OPTIONS = " \t\n\"'`(,[";

  /// Between an option and its argument: `--password x`, and as a list, `"--password", "x"`.
  private static final Pattern ARGUMENT = Pattern.compile("[\"'`]?,\\s{0,40}|(?=\\s)");

  /// A tag from its name to its end, also one that is escaped.
  private static final Pattern TAG =
      Pattern.compile(
          "(?<=<|&lt;|<[\\w-]{1,30}:|&lt;[\\w-]{1,30}:)[^<>\\n]{1,260}?(?<!/)(?:>|&gt;)");

  private final String text;
  private final Values values;

  private NamedSecrets(String text) {
    this.text = text;
    this.values = new Values(text);
  }

  static String clean(String text) {
    return new NamedSecrets(text).clean();
  }

  private String clean() {
    for (var name = SecretName.next(text, 0); name.isPresent(); ) {
      name = SecretName.next(text, without(name.get()));
    }
    return values.rest();
  }

  /// Takes out that one's value, if it has one.
  ///
  /// @return where to look for the next name
  private int without(SecretName name) {
    var sign = SIGN.matcher(text).region(name.end(), text.length());
    if (sign.lookingAt()) {
      boolean tells =
          !name.isVague() || sign.group("quote") != null || sign.group("sign").equals("=");
      return tells ? values.take(sign.end()) : name.end();
    }
    var argument = ARGUMENT.matcher(text).region(name.end(), text.length());
    if (isOption(name.begin()) && argument.lookingAt()) {
      return values.take(argument.end());
    }
    var tag = TAG.matcher(text).useTransparentBounds(true).region(name.begin(), text.length());
    return tag.lookingAt()
        ? values.element(tag.end(), /* escaped= */ text.charAt(tag.end() - 1) == ';')
        : name.end();
  }

  /// An option begins with a dash, which may be part of the name, or with a slash; and before that
  /// there is nothing of a word.
  private boolean isOption(int begin) {
    boolean dash = text.charAt(begin) == '-';
    boolean slash = begin > 0 && text.charAt(begin - 1) == '/';
    int before = (slash ? begin - 1 : begin) - 1;
    return (dash || slash) && (before < 0 || BEFORE_OPTIONS.indexOf(text.charAt(before)) >= 0);
  }
}
