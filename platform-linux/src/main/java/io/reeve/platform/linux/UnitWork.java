package io.reeve.platform.linux;

import io.reeve.core.spi.OsException;
import io.reeve.core.spi.PendingException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;

/// What units still need once their files have changed: one reload for all of them, then stops and
/// starts, all at once. Without the reload a unit just masked still starts.
final class UnitWork {
  /// Less than systemd gives a service to stop before it kills it; the loop waits meanwhile.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private boolean reload;
  private final Set<String> stop = new LinkedHashSet<>();
  private final Set<String> start = new LinkedHashSet<>();

  void reload() {
    reload = true;
  }

  void stop(String unit) {
    start.remove(unit);
    stop.add(unit);
  }

  void start(String unit) {
    stop.remove(unit);
    start.add(unit);
  }

  /// Does it, and waits for the jobs' ends.
  ///
  /// @throws PendingException when a job takes longer than the agent may wait
  void perform(String address) throws IOException {
    try (var units = Units.open(address)) {
      if (reload) {
        units.reload();
      }
      if (!stop.isEmpty() || !start.isEmpty()) {
        new Jobs(units.bus()).run(stop, start);
      }
    } finally {
      reload = false;
      stop.clear();
      start.clear();
    }
  }

  /// Jobs of systemd's manager that are under way.
  private static final class Jobs {
    private final SystemBus bus;
    private final BlockingQueue<Systemd1.JobRemoved> ended = new LinkedBlockingQueue<>();
    private final Map<String, String> open = new LinkedHashMap<>();

    Jobs(SystemBus bus) {
      this.bus = bus;
    }

    private interface Call {
      org.freedesktop.dbus.DBusPath on(Systemd1 systemd);
    }

    void run(Set<String> stop, Set<String> start) throws IOException {
      try {
        bus.connection().addSigHandler(Systemd1.JobRemoved.class, ended::add);
        bus.systemd().Subscribe();
        for (var unit : stop) {
          begin("stopping " + unit, systemd -> systemd.StopUnit(unit, "replace"));
        }
        for (var unit : start) {
          begin("starting " + unit, systemd -> systemd.StartUnit(unit, "replace"));
        }
        await();
      } catch (DBusException e) {
        throw new IOException("systemd tells of no jobs: " + e.getMessage(), e);
      }
    }

    private void begin(String what, Call call) throws IOException {
      try {
        open.put(call.on(bus.systemd()).getPath(), what);
      } catch (DBusExecutionException e) {
        throw SystemBus.failure(what, e);
      }
    }

    private void await() throws IOException {
      long end = System.nanoTime() + PATIENCE.toNanos();
      try {
        while (!open.isEmpty()) {
          var job = ended.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
          if (job == null) {
            throw new PendingException(String.join(", ", open.values()));
          }
          judge(open.remove(job.job.getPath()), job.result);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while " + String.join(", ", open.values()), e);
      }
    }

    /// A start that was skipped because of a condition in the unit has not failed; reading tells.
    private static void judge(@org.jspecify.annotations.Nullable String what, String result)
        throws OsException {
      if (what != null && !Set.of("done", "skipped").contains(result)) {
        throw new OsException(what, 0, "systemd's job ended as '" + result + "'");
      }
    }
  }
}
