package io.reeve.core.reconcile;

import java.util.ArrayList;
import java.util.List;

/// Two texts as a unified diff, as `diff -u` prints it, without the head.
final class UnifiedDiff {
  private static final int CONTEXT = 3;
  private static final int MOST_LINES = 400;

  /// Above so many comparisons what differs is shown as one block.
  private static final long MOST_WORK = 4_000_000;

  private final List<String> before;
  private final List<String> after;
  private final List<Edit> edits = new ArrayList<>();

  private UnifiedDiff(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
  }

  /// A line of both texts (' '), of the first (-) or of the second (+).
  private record Edit(char kind, String line) {}

  static String of(String before, String after) {
    var diff = new UnifiedDiff(lines(before), lines(after));
    diff.compare();
    return diff.print();
  }

  /// A last line without an end is told apart from one with it, as diff does.
  private static List<String> lines(String text) {
    var lines = new ArrayList<>(text.lines().toList());
    if (!text.isEmpty() && !text.endsWith("\n")) {
      lines.set(lines.size() - 1, lines.getLast() + "\n\\ No newline at end of file");
    }
    return lines;
  }

  private void compare() {
    int head = 0;
    int most = Math.min(before.size(), after.size());
    while (head < most && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < most - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    before.subList(0, head).forEach(line -> edits.add(new Edit(' ', line)));
    middle(before.subList(head, before.size() - tail), after.subList(head, after.size() - tail));
    before
        .subList(before.size() - tail, before.size())
        .forEach(line -> edits.add(new Edit(' ', line)));
  }

  private void middle(List<String> old, List<String> fresh) {
    if ((long) old.size() * fresh.size() > MOST_WORK) {
      old.forEach(line -> edits.add(new Edit('-', line)));
      fresh.forEach(line -> edits.add(new Edit('+', line)));
      return;
    }
    var common = common(old, fresh);
    int i = 0;
    int j = 0;
    while (i < old.size() || j < fresh.size()) {
      if (i < old.size() && j < fresh.size() && old.get(i).equals(fresh.get(j))) {
        edits.add(new Edit(' ', old.get(i)));
        i++;
        j++;
      } else if (i < old.size() && (j == fresh.size() || common[i + 1][j] >= common[i][j + 1])) {
        edits.add(new Edit('-', old.get(i++)));
      } else {
        edits.add(new Edit('+', fresh.get(j++)));
      }
    }
  }

  /// How many lines the rests from there on have in common.
  private static int[][] common(List<String> old, List<String> fresh) {
    var common = new int[old.size() + 1][fresh.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = fresh.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(fresh.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  private String print() {
    var out = new ArrayList<String>();
    int at = 0;
    int oldLine = 1;
    int newLine = 1;
    while (at < edits.size()) {
      int from = nextChange(at);
      if (from == edits.size()) {
        break;
      }
      int begin = Math.max(at, from - CONTEXT);
      oldLine += begin - at;
      newLine += begin - at;
      int end = endOfHunk(from);
      var hunk = edits.subList(begin, end);
      int olds = count(hunk, '+');
      int news = count(hunk, '-');
      out.add("@@ -%s +%s @@".formatted(range(oldLine, olds), range(newLine, news)));
      hunk.forEach(edit -> out.add(edit.kind() + edit.line()));
      oldLine += olds;
      newLine += news;
      at = end;
    }
    return String.join("\n", cut(out));
  }

  private int nextChange(int from) {
    int at = from;
    while (at < edits.size() && edits.get(at).kind() == ' ') {
      at++;
    }
    return at;
  }

  /// Changes with little between them are one hunk.
  private int endOfHunk(int from) {
    int end = from;
    while (end < edits.size()) {
      int next = nextChange(end);
      if (next == edits.size() || next - end > 2 * CONTEXT) {
        break;
      }
      end = next + 1;
    }
    return Math.min(edits.size(), end + CONTEXT);
  }

  /// How many lines of a hunk are of the text that has none of the other kind.
  private static int count(List<Edit> hunk, char other) {
    return (int) hunk.stream().filter(edit -> edit.kind() != other).count();
  }

  private static String range(int line, int count) {
    return (count == 0 ? line - 1 : line) + (count == 1 ? "" : "," + count);
  }

  private static List<String> cut(List<String> lines) {
    if (lines.size() <= MOST_LINES) {
      return lines;
    }
    var shown = new ArrayList<>(lines.subList(0, MOST_LINES));
    shown.add("... " + (lines.size() - MOST_LINES) + " more lines");
    return shown;
  }
}
