package io.reeve.policy;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// A regular expression that a hostile value cannot keep busy: it looks at no more than a fixed
/// number of characters, however often it goes back (ddf-v2 section 5: catastrophic backtracking).
///
/// @param pattern compiled
record Regex(Pattern pattern) {

  /// How often one match may look at a character; some tens of milliseconds.
  private static final int BUDGET = 4_000_000;

  /// The longest text that is looked at, in characters.
  private static final int MAX_LENGTH = 64 * 1024;

  /// Compiles an expression as published descriptions write them: a leading `{` may lack its
  /// backslash, and `/^...$/` loses its slashes.
  ///
  /// @throws PatternSyntaxException when it does not compile even so
  static Regex of(String text) {
    var plain = text.startsWith("/^") && text.endsWith("$/") ? inner(text) : text;
    try {
      return new Regex(Pattern.compile(plain));
    } catch (PatternSyntaxException e) {
      if (plain.startsWith("{") || plain.startsWith("^{")) {
        return new Regex(Pattern.compile(plain.replaceFirst("\\{", "\\\\{")));
      }
      throw e;
    }
  }

  private static String inner(String text) {
    return text.substring(1, text.length() - 1);
  }

  /// Whether the whole text matches; empty when that would take too long to find out: the text is
  /// over 64 KiB, or the expression goes back too often.
  Optional<Boolean> matches(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(pattern.matcher(new Counted(text)).matches());
    } catch (TooCostlyException | StackOverflowError _) {
      return Optional.empty();
    }
  }

  /// The first group of the first match, or all of it when there is no group; empty when nothing
  /// matches, the group took no part, or it would take too long.
  Optional<String> first(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      var matcher = pattern.matcher(new Counted(text));
      return matcher.find() ? Optional.ofNullable(part(matcher)) : Optional.empty();
    } catch (TooCostlyException | StackOverflowError _) {
      return Optional.empty();
    }
  }

  private static @Nullable String part(Matcher matcher) {
    return matcher.groupCount() == 0 ? matcher.group() : matcher.group(1);
  }

  /// The deepest recursion of the matcher shows as a [StackOverflowError], which is caught too: its
  /// stack is unwound and nothing is left half done.
  private static final class TooCostlyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooCostlyException() {
      super("too many steps", null, false, false);
    }
  }

  /// A text that counts how often it is looked at.
  private static final class Counted implements CharSequence {
    private final String text;
    private int left = BUDGET;

    Counted(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (left-- <= 0) {
        throw new TooCostlyException();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
