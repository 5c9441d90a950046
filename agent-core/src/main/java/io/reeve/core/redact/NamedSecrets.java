package io.reeve.core.redact;

import java.util.Optional;

/// Takes out the values of names that tell of secrets: after `=` or `:`, as the next argument of an
/// option, and between tags.
final class NamedSecrets {
  private static final int MOST_BLANKS = 8;
  private static final int LONGEST_TAG = 200;
  private static final int LONGEST_PREFIX = 30;

  private final String line;
  private final SecretValue values;

  private NamedSecrets(String line) {
    this.line = line;
    this.values = new SecretValue(line);
  }

  static String clean(String line) {
    return new NamedSecrets(line).clean();
  }

  private String clean() {
    var clean = new StringBuilder(line.length());
    int kept = 0;
    for (var name = SecretName.next(line, 0); name.isPresent(); ) {
      int from = name.get().end();
      var value = value(name.get());
      if (value.isPresent() && !value.get().isEmpty()) {
        clean.append(line, kept, value.get().begin()).append(Redactor.REMOVED);
        kept = value.get().end();
        from = kept;
      }
      name = SecretName.next(line, from);
    }
    return clean.append(line, kept, line.length()).toString();
  }

  private Optional<Span> value(SecretName name) {
    var quote = Quote.at(line, name.end());
    int at = blanks(quote.map(Quote::end).orElse(name.end()));
    if (at < line.length() && (line.charAt(at) == '=' || line.charAt(at) == ':')) {
      return assigned(name, quote.isPresent(), at);
    }
    return isOption(name.begin()) ? argument(name.end()) : element(name);
  }

  private Optional<Span> assigned(SecretName name, boolean quoted, int sign) {
    if (name.kind() == SecretName.Kind.VAGUE && !quoted && line.charAt(sign) == ':') {
      return Optional.empty();
    }
    int from = behindSign(sign);
    if (quoted) {
      return Optional.of(values.ofMember(from));
    }
    var opening = Quote.before(line, name.begin());
    if (opening.isPresent()) {
      return Optional.of(values.within(opening.get(), from));
    }
    return Optional.of(name.kind() == SecretName.Kind.REST ? values.rest(from) : values.of(from));
  }

  /// Behind `=`, `:`, `==`, `:=`, `=>` and their kin.
  private int behindSign(int sign) {
    int at = sign + 1;
    if (at < line.length() && (line.charAt(at) == '=' || line.charAt(at) == ':')) {
      at++;
    }
    return at < line.length() && line.charAt(at) == '>' ? at + 1 : at;
  }

  /// `--password x`, `/pwd x`, and as a list: `"--password", "x"`.
  private Optional<Span> argument(int end) {
    var quote = Quote.at(line, end);
    int at = quote.map(Quote::end).orElse(end);
    boolean listed = at < line.length() && line.charAt(at) == ',';
    if (listed) {
      return Optional.of(values.of(at + 1));
    }
    boolean apart = at < line.length() && Character.isWhitespace(line.charAt(at));
    return apart && quote.isEmpty() ? Optional.of(values.of(at)) : Optional.empty();
  }

  /// An option begins with a dash, which may be part of the name, or with a slash; and before that
  /// there is nothing of a word.
  private boolean isOption(int begin) {
    boolean dash = line.charAt(begin) == '-';
    boolean slash = begin > 0 && line.charAt(begin - 1) == '/';
    int before = (slash ? begin - 1 : begin) - 1;
    return (dash || slash) && (before < 0 || " \t\"'`(,[".indexOf(line.charAt(before)) >= 0);
  }

  /// `<Password>x</Password>`.
  private Optional<Span> element(SecretName name) {
    if (!isTag(name.begin())) {
      return Optional.empty();
    }
    for (int at = name.end(); at < line.length() && at - name.end() < LONGEST_TAG; at++) {
      if (line.charAt(at) == '<') {
        return Optional.empty();
      }
      if (line.charAt(at) == '>') {
        return line.charAt(at - 1) == '/' ? Optional.empty() : Optional.of(text(at + 1));
      }
    }
    return Optional.empty();
  }

  private boolean isTag(int begin) {
    int open = begin - 1;
    if (open > 0 && line.charAt(open) == ':') {
      do {
        open--;
      } while (open > 0
          && begin - open < LONGEST_PREFIX
          && Character.isLetterOrDigit(line.charAt(open)));
    }
    return open >= 0 && line.charAt(open) == '<';
  }

  private Span text(int begin) {
    int end = line.indexOf('<', begin);
    return new Span(begin, end < 0 ? line.stripTrailing().length() : end);
  }

  private int blanks(int from) {
    int at = from;
    while (at < line.length() && at - from < MOST_BLANKS && " \t".indexOf(line.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }
}
