package io.reeve.core.desk;

import java.util.List;

/// A line of the icon's menu. Labels are plain: no character marks a key.
public sealed interface MenuEntry {
  /// Something to read; it cannot be chosen.
  record Text(String label) implements MenuEntry {}

  /// Something to choose.
  ///
  /// @param id told when it is
  record Action(String id, String label) implements MenuEntry {}

  /// A menu behind a label.
  record Submenu(String label, List<MenuEntry> entries) implements MenuEntry {
    public Submenu {
      entries = List.copyOf(entries);
    }
  }

  /// A line between groups.
  record Separator() implements MenuEntry {}
}
