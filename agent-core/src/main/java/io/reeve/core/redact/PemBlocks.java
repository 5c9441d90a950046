package io.reeve.core.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Takes private keys in PEM out of a text, also where it begins or ends amid one. Before each line
/// there may be what a log writes there.
final class PemBlocks {
  private static final Pattern MARK =
      Pattern.compile("-{4,5} ?(?<which>BEGIN|END) [A-Z0-9 ]{0,30}?PRIVATE KEY(?: BLOCK)? ?-{4,5}");

  /// The longest key with its lines' beginnings; marks farther apart do not belong together.
  private static final int LONGEST = 64 * 1024;

  /// A line of a key: alone, or as a log's message.
  private static final Pattern KEY_LINE =
      Pattern.compile("(?:[^\\n]{0,300}: |[ \\t]{0,40})[A-Za-z0-9+/]{1,200}={0,2}[ \\t\\r]{0,8}");

  private static final List<String> HEADERS = List.of("Proc-Type: ", "DEK-Info: ", "Comment: ");

  private record Mark(boolean isBegin, int begin, int end) {}

  private final String text;
  private final StringBuilder clean = new StringBuilder();
  private int kept;

  private PemBlocks(String text) {
    this.text = text;
  }

  static String clean(String text) {
    return text.contains("PRIVATE KEY") ? new PemBlocks(text).clean() : text;
  }

  private String clean() {
    var marks = marks();
    for (int i = 0; i < marks.size(); i++) {
      var mark = marks.get(i);
      if (!mark.isBegin()) {
        remove(beforeEnd(mark.begin()), mark.end());
      } else if (i + 1 < marks.size() && isPair(mark, marks.get(i + 1))) {
        remove(mark.begin(), marks.get(++i).end());
      } else {
        remove(mark.begin(), afterBegin(mark.end()));
      }
    }
    return clean.append(text, kept, text.length()).toString();
  }

  private List<Mark> marks() {
    var marks = new ArrayList<Mark>();
    for (var found = MARK.matcher(text); found.find(); ) {
      marks.add(new Mark(found.group("which").equals("BEGIN"), found.start(), found.end()));
    }
    return marks;
  }

  private static boolean isPair(Mark mark, Mark next) {
    return !next.isBegin() && next.begin() - mark.end() <= LONGEST;
  }

  private void remove(int begin, int end) {
    clean.append(text, kept, Math.max(kept, begin)).append(Redactor.REMOVED);
    kept = Math.max(kept, end);
  }

  /// The end of the key whose end is missing: its line, and the lines of a key that follow.
  private int afterBegin(int from) {
    int end = lineEnd(from);
    while (end < text.length() && isKeyLine(end + 1, lineEnd(end + 1))) {
      end = lineEnd(end + 1);
    }
    return end;
  }

  /// The beginning of the key whose beginning is missing. Where it stands in one line, it is what
  /// reaches back to white space.
  private int beforeEnd(int from) {
    int begin = from;
    while (begin > kept && !Character.isWhitespace(text.charAt(begin - 1))) {
      begin--;
    }
    int line = lineBegin(from);
    while (line > kept && isKeyLine(lineBegin(line - 1), line - 1)) {
      line = lineBegin(line - 1);
      begin = line;
    }
    return begin;
  }

  private boolean isKeyLine(int begin, int end) {
    var line = text.substring(Math.min(begin, text.length()), end);
    return line.isBlank()
        || HEADERS.stream().anyMatch(line::contains)
        || KEY_LINE.matcher(line).matches();
  }

  private int lineBegin(int at) {
    return Math.max(kept, text.lastIndexOf('\n', at - 1) + 1);
  }

  private int lineEnd(int at) {
    int end = at > text.length() ? -1 : text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }
}
