package io.reeve.platform.linux;

import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.jspecify.annotations.Nullable;

/// Jobs of systemd's manager, begun together and waited for.
final class UnitJobs {
  /// Less than systemd gives a service to stop before it kills it; the loop waits meanwhile.
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SystemBus bus;
  private final Duration patience;
  private final BlockingQueue<Systemd1.JobRemoved> ended = new LinkedBlockingQueue<>();
  private final Map<String, String> open = new LinkedHashMap<>();

  /// @param bus which is not used for other jobs
  /// @param patience how long to wait for them at most
  UnitJobs(SystemBus bus, Duration patience) {
    this.bus = bus;
    this.patience = patience;
  }

  /// Begins a job.
  interface Call {
    DBusPath on(Systemd1 systemd);
  }

  /// Begins jobs and waits for their ends.
  ///
  /// @param calls by what they do, in words
  /// @return whether all have ended; the rest goes on
  /// @throws OsException when systemd refuses one, or one fails
  boolean run(Map<String, Call> calls) throws IOException {
    try {
      bus.connection().addSigHandler(Systemd1.JobRemoved.class, ended::add);
      bus.systemd().Subscribe();
    } catch (DBusException | DBusExecutionException e) {
      throw new IOException("systemd tells of no jobs: " + e.getMessage(), e);
    }
    for (var call : calls.entrySet()) {
      try {
        open.put(call.getValue().on(bus.systemd()).getPath(), call.getKey());
      } catch (DBusExecutionException e) {
        throw SystemBus.failure(call.getKey(), e);
      }
    }
    return await();
  }

  private boolean await() throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (!open.isEmpty()) {
        var job = ended.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (job == null) {
          return false;
        }
        judge(open.remove(job.job.getPath()), job.result);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + String.join(", ", open.values()), e);
    }
  }

  /// A start that was skipped because of a condition in the unit has not failed; reading tells.
  private static void judge(@Nullable String what, String result) throws OsException {
    if (what != null && !Set.of("done", "skipped").contains(result)) {
      throw new OsException(what, 0, "systemd's job ended as '" + result + "'");
    }
  }
}
