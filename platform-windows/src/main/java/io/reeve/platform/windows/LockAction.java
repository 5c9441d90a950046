package io.reeve.platform.windows;

import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Locks every session that somebody sees (RemoteLock CSP). Only a program inside a session can
/// lock it, so its own person's is run there; a session that does not lock, because its person
/// keeps it from doing so or Windows does not tell, is put into the background, out of which nobody
/// comes without logging in. One that is in the background already needs nothing.
///
/// @param sessions empty below a scratch root
/// @param system the folder of Windows' own programs
/// @param patience how long they may take to lock, all of them together
record LockAction(Optional<Sessions> sessions, String system, Duration patience)
    implements RemoteAction {
  private static final Logger LOG = LoggerFactory.getLogger(LockAction.class);
  private static final long LOOKS = 20;

  @Override
  public OmaUri uri() {
    return OmaUri.parse("./Device/Vendor/MSFT/RemoteLock/Lock");
  }

  @Override
  public Result run(Value argument) throws IOException {
    if (!argument.isAbsent()) {
      return new Result.Refused("Lock takes no argument");
    }
    if (sessions.isEmpty()) {
      return new Result.Refused("a scratch root has no sessions");
    }
    var windows = sessions.get();
    return new Result.Later(() -> lock(windows));
  }

  private Result lock(Sessions windows) throws IOException {
    var open = new ArrayList<Sessions.Session>();
    for (var session : windows.all()) {
      if (session.active()) {
        open.add(session);
      }
    }
    int all = open.size();
    open.removeIf(session -> isLocked(windows, session));
    var running = new ArrayList<Process>();
    try {
      for (var session : open) {
        begin(windows, session).ifPresent(running::add);
      }
      becomeLocked(windows, open);
    } finally {
      running.forEach(Process::destroy);
    }
    var failed = new ArrayList<IOException>();
    for (var session : open) {
      try {
        windows.disconnect(session);
      } catch (IOException e) {
        failed.add(e);
      }
    }
    if (!failed.isEmpty()) {
      throw failed.getFirst();
    }
    return new Result.Done(
        switch (all) {
          case 0 -> "nobody is at the machine";
          case 1 -> "the session is locked";
          default -> all + " sessions are locked";
        });
  }

  private static boolean isLocked(Sessions windows, Sessions.Session session) {
    try {
      return windows.isLocked(session).orElse(false);
    } catch (IOException e) {
      LOG.debug("Windows does not tell whether {} is locked", session, e);
      return false;
    }
  }

  private Optional<Process> begin(Sessions windows, Sessions.Session session) {
    try (var person = windows.as(session)) {
      return Optional.of(
          person.start(
              new Launch.Program(
                  List.of(system + "\\rundll32.exe", "user32.dll,LockWorkStation"),
                  person.environment(),
                  system,
                  Launch.Program.INTERACTIVE)));
    } catch (IOException e) {
      LOG.warn("{} cannot be locked from inside", session, e);
      return Optional.empty();
    }
  }

  /// One time for all of them: those that are locked when it is over are left out.
  private void becomeLocked(Sessions windows, List<Sessions.Session> open)
      throws InterruptedIOException {
    for (int look = 0; look < LOOKS && !open.isEmpty(); look++) {
      open.removeIf(session -> isLocked(windows, session));
      if (!open.isEmpty()) {
        try {
          Thread.sleep(patience.dividedBy(LOOKS));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("while sessions were locked");
        }
      }
    }
  }
}
