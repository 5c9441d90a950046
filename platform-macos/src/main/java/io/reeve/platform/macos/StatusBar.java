package io.reeve.platform.macos;

import io.reeve.core.desk.MenuEntry;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// The icon in the menu bar.
interface StatusBar {
  /// Serves it until it is closed.
  ///
  /// @param chosen hears the id of an action that was chosen; must return at once
  /// @param begin called once when it may be shown
  /// @throws io.reeve.core.spi.NotApplicableException when this session has no menu bar
  void run(Consumer<String> chosen, Runnable begin) throws IOException;

  /// Shows it, in place of what was shown before. From any thread.
  void show(Icon icon);

  /// Takes it away. From any thread.
  void close();

  /// What is shown.
  ///
  /// @param png the picture in base64, twice as large as it is shown
  /// @param label for screen readers
  record Icon(String png, String label, String tooltip, List<MenuEntry> menu) {
    public Icon {
      menu = List.copyOf(menu);
    }
  }
}
