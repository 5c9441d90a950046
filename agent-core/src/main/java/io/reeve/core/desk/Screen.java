package io.reeve.core.desk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/// What can be shown in a user session. Safe to call from any thread; no call waits for the person.
public interface Screen extends AutoCloseable {
  /// Shows icon and menu in place of those before. Where nothing shows icons now, they are shown as
  /// soon as something does: a panel may begin later than this process, or begin anew.
  void show(TrayIcon icon) throws IOException;

  /// Shows a notice. One with the same id takes the place of the one before.
  ///
  /// @throws IOException when nothing shows notices here
  void tell(Notice notice) throws IOException;

  /// Takes a notice away, if it is still to be seen.
  ///
  /// @param notice its id
  void withdraw(String notice) throws IOException;

  /// What the person of this session does, as far as this session can tell. Never fails: what
  /// cannot be told is not so.
  Presence presence();

  /// The language of the session.
  Locale language();

  /// Opens a file or folder with the program that the person uses for it.
  void open(Path file) throws IOException;

  /// Takes all of it away; [Desktop#run] then returns.
  @Override
  void close();
}
