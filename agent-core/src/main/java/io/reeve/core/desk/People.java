package io.reeve.core.desk;

import java.io.IOException;
import java.util.List;

/// Who is logged in, for the daemon: where no tray runs, it reaches them by this.
public interface People {
  /// Everybody who is logged in at a screen or a terminal: people, not services and not the login
  /// screen.
  List<Person> here() throws IOException;

  /// Tells somebody something without a tray: by the desktop's own notices, or as text on their
  /// terminal. Buttons of the notice are left out.
  ///
  /// @return whether anything took it; that is no promise that it is read
  boolean tell(Person person, Notice notice) throws IOException;

  /// What the system itself knows of whoever is at the machine, without a tray: power, link,
  /// microphone, locked sessions, what programs asked for. Never fails: what cannot be told is not
  /// so.
  Presence presence();

  /// Somebody who is logged in.
  ///
  /// @param user the account's name
  /// @param session the system's name of the session
  /// @param atScreen whether the session has a desktop, and not only a terminal
  /// @param active whether it is the one that is to be seen now
  record Person(String user, String session, boolean atScreen, boolean active) {}

  /// Of a system that cannot tell.
  static People unknown() {
    return new People() {
      @Override
      public List<Person> here() {
        return List.of();
      }

      @Override
      public boolean tell(Person person, Notice notice) {
        return false;
      }

      @Override
      public Presence presence() {
        return Presence.here();
      }
    };
  }
}
