package io.reeve.platform.windows;

import static io.reeve.platform.windows.User32.*;

import io.reeve.core.desk.MenuEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The icon's menu. What can be chosen has a number: its place in the list of ids, from 1.
final class PopupMenu {
  private static final int LONGEST = 200;
  private final User32 user;
  private final List<String> ids = new ArrayList<>();

  private PopupMenu(User32 user) {
    this.user = user;
  }

  /// Shows it where the mouse is, or the icon, and waits until something is chosen or it is put
  /// away. On the thread of the window.
  static Optional<String> choose(User32 user, List<MenuEntry> entries, POINT at, long window) {
    var menu = new PopupMenu(user);
    long handle = menu.build(entries);
    try {
      // Without both it would not go when the person clicks elsewhere.
      user.SetForegroundWindow(window);
      int flags = TPM_RETURNCMD | TPM_RIGHTBUTTON | TPM_NONOTIFY;
      int chosen = user.TrackPopupMenuEx(handle, flags, at.x, at.y, window, null);
      user.PostMessageW(window, WM_NULL, 0, 0);
      return chosen > 0 && chosen <= menu.ids.size()
          ? Optional.of(menu.ids.get(chosen - 1))
          : Optional.empty();
    } finally {
      user.DestroyMenu(handle);
    }
  }

  private long build(List<MenuEntry> entries) {
    long menu = user.CreatePopupMenu();
    for (var entry : entries) {
      switch (entry) {
        case MenuEntry.Text(var label) -> user.AppendMenuW(menu, MF_GRAYED, 0, shown(label));
        case MenuEntry.Action(var id, var label) -> {
          ids.add(id);
          user.AppendMenuW(menu, 0, ids.size(), shown(label));
        }
        case MenuEntry.Submenu(var label, var inner) ->
            user.AppendMenuW(menu, MF_POPUP, build(inner), shown(label));
        case MenuEntry.Separator() -> user.AppendMenuW(menu, MF_SEPARATOR, 0, null);
      }
    }
    return menu;
  }

  private static byte[] shown(String label) {
    return Wide.of(plain(cut(label.replaceAll("\\s+", " "), LONGEST)));
  }

  /// No character marks a key.
  static String plain(String label) {
    return label.replace("&", "&&");
  }

  /// At most so many characters, the last of them saying that there are more.
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
