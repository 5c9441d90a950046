package io.reeve.core.redact;

import java.util.Optional;
import java.util.regex.Pattern;

/// Takes values out of a text, from its beginning to its end. One that is quoted goes to its
/// closing mark, every other one to the end of its line. One that is not complete there, such as
/// `|`, `[` or nothing, takes the lines that follow: those that are indented deeper, and those up
/// to its closing mark.
final class Values {
  /// A closing mark that is farther away belongs to something else.
  private static final int MOST_LINES = 100;

  /// The same of an element's end, in characters.
  private static final int LONGEST_ELEMENT = 4096;

  /// What begins a text of several lines in YAML.
  private static final Pattern BLOCK = Pattern.compile("[|>][+0-9-]{0,2}(?:[ \\t]+#.*)?");

  private static final Pattern BRACKET = Pattern.compile("[@$]?(?<mark>[\\[{(])");

  /// How deep a line is indented, alone or as a log's message.
  private static final Pattern INDENT =
      Pattern.compile("(?:[^\\n]{0,200}?\\[[0-9]{1,9}\\]: )?+(?<blanks>[ \\t]*+)");

  private static final String CDATA = "<![CDATA[";

  private final String text;
  private final StringBuilder clean = new StringBuilder();
  private int kept;

  /// The end of the line that is looked at, and that of what stands on it.
  private int lineEnd = -1;

  private int stop;

  Values(String text) {
    this.text = text;
  }

  /// What is left.
  String rest() {
    return clean.append(text, kept, text.length()).toString();
  }

  /// Takes out the value that begins there, or behind blanks.
  ///
  /// @return a place behind it
  int take(int from) {
    int begin = from;
    while (begin < text.length() && isBlank(text.charAt(begin))) {
      begin++;
    }
    toLineOf(begin);
    int closing = closing(begin);
    if (closing > 0 && !goesOn(closing)) {
      remove(begin + 1, closing);
      return closing;
    }
    int following = awaited(begin).map(this::following).orElse(lineEnd);
    int end = following > lineEnd ? following : Math.max(stop, begin);
    remove(begin, end);
    return end;
  }

  /// Takes out the text of the element whose tag ends there.
  ///
  /// @param escaped whether its tags are, as in XML within XML
  /// @return a place behind it
  int element(int tagEnd, boolean escaped) {
    boolean verbatim = text.startsWith(CDATA, tagEnd);
    int begin = verbatim ? tagEnd + CDATA.length() : tagEnd;
    int most = Math.min(begin + LONGEST_ELEMENT, text.length());
    int end = text.indexOf(verbatim ? "]]>" : escaped ? "&lt;" : "<", begin, most);
    if (end < 0) {
      end = text.startsWith(Redactor.REMOVED, begin) ? begin : endOfLine(most);
    }
    if (!text.substring(begin, end).isBlank()) {
      remove(begin, end);
    }
    return end;
  }

  private void remove(int begin, int end) {
    if (begin < end) {
      clean.append(text, kept, begin).append(Redactor.REMOVED);
      kept = end;
    }
  }

  private void toLineOf(int begin) {
    if (begin > lineEnd) {
      lineEnd = endOfLine(begin);
      stop = lineEnd;
      while (stop > begin && Character.isWhitespace(text.charAt(stop - 1))) {
        stop--;
      }
    }
  }

  /// The mark that closes what is quoted there, on the same line; -1 if there is none.
  private int closing(int begin) {
    if (begin >= stop || !isMark(text.charAt(begin)) || isTriple(begin)) {
      return -1;
    }
    for (int at = begin + 1; at < stop; at++) {
      if (text.charAt(at) == text.charAt(begin)) {
        return at;
      }
      at += text.charAt(at) == '\\' ? 1 : 0;
    }
    return -1;
  }

  private boolean goesOn(int closing) {
    return closing + 1 < stop && Character.isLetterOrDigit(text.charAt(closing + 1));
  }

  private boolean isTriple(int begin) {
    return text.startsWith("\"\"\"", begin) || text.startsWith("'''", begin);
  }

  /// What closes the value that begins there, if it is not complete on its line; "" where only the
  /// indentation tells.
  private Optional<String> awaited(int begin) {
    if (begin >= stop || text.charAt(stop - 1) == '\\') {
      return Optional.of("");
    }
    var value = text.substring(begin, stop);
    if (isMark(value.charAt(0))) {
      var mark = value.substring(0, isTriple(begin) ? 3 : 1);
      boolean open = isTriple(begin) ? value.indexOf(mark, 3) < 0 : closing(begin) < 0;
      return open ? Optional.of(mark) : Optional.empty();
    }
    var bracket = BRACKET.matcher(value);
    if (bracket.lookingAt()) {
      var counterpart = "]})".charAt("[{(".indexOf(bracket.group("mark")));
      return depth(value) > 0 ? Optional.of(String.valueOf(counterpart)) : Optional.empty();
    }
    return BLOCK.matcher(value).matches() ? Optional.of("") : Optional.empty();
  }

  private static int depth(String value) {
    return value
        .chars()
        .map(each -> "[{(".indexOf(each) >= 0 ? 1 : "]})".indexOf(each) >= 0 ? -1 : 0)
        .sum();
  }

  /// The end of the last line that belongs to a value which is not complete on this one.
  private int following(String closing) {
    int indent = indent(text.lastIndexOf('\n', lineEnd - 1) + 1);
    boolean open = !closing.isEmpty();
    int end = lineEnd;
    int others = 0;
    for (int at = lineEnd + 1; at < text.length(); at = endOfLine(at) + 1) {
      int next = endOfLine(at);
      var line = text.substring(at, next);
      if (line.isBlank()) {
        continue;
      }
      if (isDeeper(at, indent)) {
        open = open && !line.contains(closing);
      } else if (!open || ++others > MOST_LINES) {
        return !closing.isEmpty() && line.strip().startsWith(closing) ? next : end;
      } else if (line.contains(closing)) {
        return next;
      }
      end = next;
    }
    return end;
  }

  /// YAML's lists need no deeper indentation.
  private boolean isDeeper(int line, int indent) {
    var found = INDENT.matcher(text).region(line, text.length());
    boolean isItem = found.lookingAt() && text.startsWith("- ", found.end());
    int depth = found.end("blanks") - found.start("blanks");
    return depth > indent || (isItem && depth == indent);
  }

  private int indent(int line) {
    var found = INDENT.matcher(text).region(line, text.length());
    return found.lookingAt() ? found.end("blanks") - found.start("blanks") : 0;
  }

  private int endOfLine(int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private static boolean isBlank(char each) {
    return each == ' ' || each == '\t';
  }

  private static boolean isMark(char each) {
    return each == '"' || each == '\'';
  }
}
