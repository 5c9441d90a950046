package io.reeve.platform.windows;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The sessions of people on this machine: at its own screen or from elsewhere. What runs as the
/// system sees nothing of them and shows nothing in them by itself.
interface Sessions {
  /// The session of somebody who is logged in.
  ///
  /// @param id Windows' number
  /// @param user the account's name
  /// @param domain the machine's or the domain that the account is of
  /// @param active whether somebody sees it now, and it is not left in the background
  /// @param console whether it is at the machine's own screen
  record Session(int id, String user, String domain, boolean active, boolean console) {}

  /// Everybody who is logged in.
  List<Session> all() throws IOException;

  /// Whoever is at the machine: at its own screen, else from elsewhere.
  default Optional<Session> person() throws IOException {
    return all().stream()
        .filter(Session::active)
        .min(Comparator.comparing((Session each) -> !each.console()).thenComparingInt(Session::id));
  }

  /// Whether it is locked; empty where Windows does not tell.
  Optional<Boolean> isLocked(Session session) throws IOException;

  /// Puts it into the background: whoever comes back has to log in.
  void disconnect(Session session) throws IOException;

  /// Ends it, with all that its person has open in it.
  void end(Session session) throws IOException;

  /// Shows a message there, and does not wait for an answer.
  void tell(Session session, String title, String text) throws IOException;

  /// The person of a session, as whom programs can be run.
  As as(Session session) throws IOException;

  /// Runs programs as a person, with what Windows gives them at their login.
  interface As extends AutoCloseable {
    /// The identifier of their account.
    String sid();

    /// What programs of theirs have in their environment.
    Map<String, String> environment();

    /// Starts a program in their session. It shows no console of its own.
    Process start(Launch.Program program) throws IOException;

    @Override
    void close();
  }
}
