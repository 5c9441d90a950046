package io.reeve.core.desk;

import java.io.IOException;

/// The desktop of the user session that this process runs in, as `reeve tray` uses it: an ordinary
/// user's process, which must stay small.
@FunctionalInterface
public interface Desktop {
  /// Connects to the desktop, begins the program, and tells it what the person does, until the
  /// screen is closed or the session ends. It takes the calling thread, which is the process's
  /// first, for some systems want that.
  ///
  /// @throws io.reeve.core.spi.NotApplicableException when there is no desktop here
  /// @throws IOException when it is lost
  void run(Program program) throws IOException;

  /// What is run on the desktop. Each method returns at once.
  interface Program {
    /// It may show things now.
    void begin(Screen screen);

    /// The person chose an [MenuEntry.Action] of the menu.
    ///
    /// @param action its id
    void chosen(String action);

    /// The person pressed a button of a notice, or the notice itself.
    ///
    /// @param notice its id
    /// @param button its id; empty for the notice itself
    void answered(String notice, String button);

    /// The person put a notice away.
    ///
    /// @param notice its id
    void closed(String notice);

    /// A notice is no longer to be seen, and nobody can tell whether it ever was: its time was
    /// over, or the system took it away.
    ///
    /// @param notice its id
    void expired(String notice);
  }
}
