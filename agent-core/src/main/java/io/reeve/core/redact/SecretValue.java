package io.reeve.core.redact;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// How far a secret's value goes on its line. Rather too far: what is quoted to its closing mark,
/// what is not to the next white space, and what cannot be told to the end of the line.
final class SecretValue {
  /// What a JSON document has without quotation marks, and what took its place.
  private static final Pattern LITERAL =
      Pattern.compile(
          "(?:-?[0-9][0-9.eE+-]{0,40}|true|false|null|\\(removed\\))(?=[\\s,}\\]\\\\]|$)");

  private static final Set<String> SCHEMES =
      Set.of("bearer", "basic", "digest", "negotiate", "ntlm", "token");

  private final String line;
  private final int lineEnd;

  SecretValue(String line) {
    this.line = line;
    this.lineEnd = line.stripTrailing().length();
  }

  /// The value of a name that was quoted, as in JSON.
  Span ofMember(int from) {
    int at = blanks(from);
    var literal = LITERAL.matcher(line).region(at, line.length());
    return literal.lookingAt() ? new Span(at, literal.end()) : of(from);
  }

  /// The value of a name that stands in quotation marks together with it.
  Span within(Quote opening, int from) {
    int at = blanks(from);
    var closing = opening.closing(line, at);
    return closing.isEmpty() || goesOn(closing.get())
        ? new Span(at, lineEnd)
        : new Span(at, closing.get().begin());
  }

  /// All that follows, or what is quoted.
  Span rest(int from) {
    int at = blanks(from);
    return Quote.at(line, at).isPresent() ? of(from) : new Span(at, lineEnd);
  }

  /// The value that begins there, or behind white space.
  Span of(int from) {
    int at = blanks(from);
    if (at >= lineEnd) {
      return new Span(at, at);
    }
    return Quote.at(line, at)
        .map(this::quoted)
        .orElseGet(() -> isStructure(at) ? new Span(at, lineEnd) : new Span(at, words(at)));
  }

  private Span quoted(Quote opening) {
    Optional<Quote> closing = opening.closing(line, opening.end());
    if (closing.isEmpty()) {
      return new Span(opening.begin(), lineEnd);
    }
    return goesOn(closing.get())
        ? new Span(opening.begin(), words(closing.get().end()))
        : opening.inside(closing.get());
  }

  private boolean goesOn(Quote closing) {
    return closing.end() < lineEnd && Character.isLetterOrDigit(line.charAt(closing.end()));
  }

  private boolean isStructure(int at) {
    return line.charAt(at) == '[' || line.charAt(at) == '{';
  }

  /// A word, and the next one where the first only tells what comes.
  private int words(int from) {
    int end = word(from);
    for (int begin = from; end < lineEnd && announces(begin, end); ) {
      begin = blanks(end);
      end = word(begin);
    }
    return end;
  }

  private boolean announces(int begin, int end) {
    char last = line.charAt(end - 1);
    return last == ':'
        || last == '='
        || (end - begin < 10
            && SCHEMES.contains(line.substring(begin, end).toLowerCase(Locale.ROOT)));
  }

  private int word(int from) {
    int at = from;
    while (at < lineEnd && !Character.isWhitespace(line.charAt(at))) {
      at += line.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at, lineEnd);
  }

  private int blanks(int from) {
    int at = from;
    while (at < lineEnd && Character.isWhitespace(line.charAt(at))) {
      at++;
    }
    return at;
  }
}
