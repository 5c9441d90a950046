package io.reeve.core.tray;

import io.reeve.core.desk.MenuEntry;
import io.reeve.core.desk.SafeText;
import java.util.ArrayList;
import java.util.List;

/// Text in a menu, which breaks no lines by itself.
final class MenuLines {
  /// As many characters a line has at most.
  static final int WIDTH = 72;

  private static final int MOST = 4;

  private MenuLines() {}

  /// A text over as many lines as it needs, up to a few: menus do not break lines.
  static List<MenuEntry> of(String text) {
    return of(text, MOST);
  }

  /// @param most the most lines
  static List<MenuEntry> of(String text, int most) {
    var lines = new ArrayList<MenuEntry>();
    var line = new StringBuilder();
    for (var word : SafeText.line(text).strip().split(" +")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
        lines.add(new MenuEntry.Text(line.toString()));
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(SafeText.cut(word, WIDTH));
    }
    lines.add(new MenuEntry.Text(line.toString()));
    if (lines.size() <= most) {
      return lines;
    }
    var shown = new ArrayList<>(lines.subList(0, most - 1));
    shown.add(new MenuEntry.Text(((MenuEntry.Text) lines.get(most - 1)).label() + " \u2026"));
    return shown;
  }
}
