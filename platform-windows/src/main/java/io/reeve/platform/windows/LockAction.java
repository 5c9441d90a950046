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
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Locks every session that somebody sees (RemoteLock CSP). Only a program inside a session can
/// lock it, so its own person's is run there; a session that does not lock, because its person
/// keeps it from doing so or Windows does not tell, is put into the background, out of which nobody
/// comes without logging in. One that is in the background already needs nothing.
///
/// @param sessions empty below a scratch root
/// @param system the folder of Windows' own programs
/// @param patience how long a session may take to lock
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
    var failed = new ArrayList<IOException>();
    int locked = 0;
    for (var session : sessions.get().all()) {
      if (session.active()) {
        try {
          lock(sessions.get(), session);
          locked++;
        } catch (IOException e) {
          failed.add(e);
        }
      }
    }
    if (!failed.isEmpty()) {
      throw failed.getFirst();
    }
    return new Result.Done(
        switch (locked) {
          case 0 -> "nobody is at the machine";
          case 1 -> "the session is locked";
          default -> locked + " sessions are locked";
        });
  }

  private void lock(Sessions windows, Sessions.Session session) throws IOException {
    if (windows.isLocked(session).orElse(false)) {
      return;
    }
    boolean begun = false;
    try (var person = windows.as(session)) {
      var program =
          new Launch.Program(
              List.of(system + "\\rundll32.exe", "user32.dll,LockWorkStation"),
              person.environment(),
              system,
              Launch.Program.INTERACTIVE);
      var process = person.start(program);
      try {
        begun = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be locked from inside", session, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("while a session was locked");
    }
    if (!begun || !becomesLocked(windows, session)) {
      windows.disconnect(session);
    }
  }

  private boolean becomesLocked(Sessions windows, Sessions.Session session) throws IOException {
    for (int look = 0; look < LOOKS; look++) {
      var locked = windows.isLocked(session);
      if (locked.isEmpty() || locked.get()) {
        return locked.isPresent();
      }
      try {
        Thread.sleep(patience.dividedBy(LOOKS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("while a session was locked");
      }
    }
    return false;
  }
}
